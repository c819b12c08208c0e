import { createHash } from 'node:crypto'
import { API_PATH, type FileOnServer } from '../../../core/account/serverApi'
import type { ErrorDetail } from '../../../core/AppError'
import type { Environment } from '../../../core/environment'
import type { Fetch } from '../HttpCalls'

export interface Asked {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | Uint8Array | undefined
}

/** What a test has the server do instead of answering; undefined lets it answer. */
export type Whim = (asked: Asked) => Response | Error | 'never' | undefined

/** The part of a sync server that keeps files, in memory, behind `fetch`; and any answer a test wants for the rest. */
export class FakeServer {
  readonly chunks = new Map<string, Uint8Array>()
  files: FileOnServer[] = []
  head = 0
  readonly asked: Asked[] = []
  whim: Whim = () => undefined
  filesAPage = 3
  mostAtOnce = 0
  #atOnce = 0

  constructor(readonly environment: Environment) {}

  readonly fetch: Fetch = async (url, { method, headers, body, signal }) => {
    const asked: Asked = { method, path: url.slice(url.indexOf(API_PATH) + API_PATH.length), headers, body }
    this.asked.push(asked)
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce)
    try {
      // Others come in between, as on a network.
      await new Promise<void>((resolve) => this.environment.timers.after(1, resolve))
      const answer = this.whim(asked) ?? this.#answer(asked)
      if (answer instanceof Response) return answer
      if (answer instanceof Error) throw answer
      return await new Promise<never>((_, reject) => {
        if (signal.aborted) reject(new Error('aborted'))
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    } finally {
      this.#atOnce -= 1
    }
  }

  /** How often it was asked for something. */
  times(method: string, pattern: RegExp): number {
    return this.asked.filter((asked) => asked.method === method && pattern.test(asked.path)).length
  }

  #answer({ method, path, body }: Asked): Response {
    const [, part, hash = ''] = /^\/spaces\/[0-9a-f]{32}\/(chunks|files)(?:\/(\w+))?/.exec(path) ?? []
    if (part === 'chunks' && hash === 'missing') {
      const { hashes } = JSON.parse(body as string) as { hashes: string[] }
      return json({ missing: hashes.filter((one) => !this.chunks.has(one)) })
    }
    if (part === 'chunks' && method === 'PUT') return this.#take(hash, body as Uint8Array)
    if (part === 'chunks') {
      const bytes = this.chunks.get(hash)
      return bytes
        ? octets(bytes)
        : refusal(404, { code: 'bad-file', path: hash, reason: 'the server does not have it' })
    }
    if (part === 'files' && method === 'PUT') return this.#name(hash, body as string)
    if (part === 'files') {
      const after = Number(/after=(\d+)/.exec(path)?.[1])
      return json({ files: this.files.filter(({ no }) => no > after).slice(0, this.filesAPage), head: this.head })
    }
    return refusal(404, { code: 'bad-request', reason: 'there is nothing here' })
  }

  #take(hash: string, bytes: Uint8Array): Response {
    if (createHash('sha256').update(bytes).digest('hex') !== hash) {
      return refusal(400, { code: 'bad-request', reason: 'the bytes are not those of this hash' })
    }
    this.chunks.set(hash, bytes)
    return json({})
  }

  #name(name: string, body: string): Response {
    const manifest = JSON.parse(body) as Pick<FileOnServer, 'info' | 'chunks'>
    if (manifest.chunks.some((hash) => !this.chunks.has(hash))) {
      return refusal(400, { code: 'bad-request', reason: 'parts of this file are missing' })
    }
    const known = this.files.find((file) => file.name === name)
    if (known) return json({ no: known.no })
    this.files.push({ ...manifest, no: ++this.head, name, sizeBytes: 1 })
    return json({ no: this.head })
  }
}

export function json(content: unknown, status = 200): Response {
  return new Response(JSON.stringify(content), { status, headers: { 'content-type': 'application/json' } })
}

export function refusal(status: number, error: ErrorDetail): Response {
  return json({ error }, status)
}

export function webPage(status = 200): Response {
  return new Response('<!doctype html><title>Welcome</title>', { status, headers: { 'content-type': 'text/html' } })
}

export function octets(bytes: Uint8Array): Response {
  return new Response(new Uint8Array(bytes), { headers: { 'content-type': 'application/octet-stream' } })
}
