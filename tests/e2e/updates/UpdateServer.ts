import { createHash } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Release {
  readonly version: string
  readonly content: Buffer
  readonly notes?: string
}

/** What a server of downloads may do wrong. */
export type Fault =
  | { readonly kind: 'damaged' }
  /** Sends this share of the file, then nothing, and keeps the connection. */
  | { readonly kind: 'stalls'; readonly share: number }
  | { readonly kind: 'sign-in page' }
  | { readonly kind: 'error'; readonly status: number }

const SIGN_IN = '<!doctype html><html><head><title>Hotel</title></head><body>Sign in: to go on</body></html>'

/** A server with a feed as electron-builder makes it (`latest-linux.yml`), on a port of its own. */
export class UpdateServer {
  readonly asked: { readonly path: string; readonly headers: IncomingHttpHeaders }[] = []
  fault: Fault | undefined
  #release: Release | undefined
  #onStall: () => void = () => undefined
  #port = 0

  private constructor(readonly server: Server) {
    server.on('request', ({ url = '', headers }, response) => {
      const { pathname } = new URL(url, 'http://server')
      this.asked.push({ path: pathname, headers })
      this.#answer(pathname, response)
    })
  }

  static async start(): Promise<UpdateServer> {
    const server = new UpdateServer(createServer())
    await server.#listen()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`
  }

  publish(release: Release): void {
    this.#release = release
  }

  /** Resolves when a download has come to where it stalls. */
  stalled(share: number): Promise<void> {
    this.fault = { kind: 'stalls', share }
    return new Promise((resolve) => (this.#onStall = resolve))
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Under the same address as before. */
  async startAgain(): Promise<void> {
    await this.#listen()
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.server.address() as AddressInfo).port
  }

  #answer(path: string, response: ServerResponse): void {
    const { fault } = this
    if (fault?.kind === 'sign-in page') {
      response.writeHead(200, { 'content-type': 'text/html' }).end(SIGN_IN)
    } else if (fault?.kind === 'error') response.writeHead(fault.status).end()
    else if (!this.#release) response.writeHead(404).end()
    else if (path === '/latest-linux.yml') response.end(feedOf(this.#release))
    else if (path === `/${fileName(this.#release)}`) this.#send(this.#release.content, response)
    else response.writeHead(404).end()
  }

  #send(content: Buffer, response: ServerResponse): void {
    const { fault } = this
    response.writeHead(200, { 'content-length': content.length })
    if (fault?.kind === 'stalls') {
      response.write(content.subarray(0, Math.floor(content.length * fault.share)), () => this.#onStall())
    } else if (fault?.kind === 'damaged') {
      const damaged = Buffer.from(content)
      damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1
      response.end(damaged)
    } else response.end(content)
  }
}

export function fileName({ version }: Pick<Release, 'version'>): string {
  return `Grove-${version}-linux-x64.AppImage`
}

function feedOf(release: Release): string {
  const sha512 = createHash('sha512').update(release.content).digest('base64')
  const name = fileName(release)
  return `version: ${release.version}
files:
  - url: ${name}
    sha512: ${sha512}
    size: ${release.content.length}
path: ${name}
sha512: ${sha512}
releaseNotes: ${JSON.stringify(release.notes ?? '')}
releaseDate: '2026-11-22T12:00:00.000Z'
`
}
