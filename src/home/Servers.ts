import type { DeviceSummary, ServerSummary } from '../bridge/contract'
import type { Registration } from '../core/account/serverApi'
import { AppError, type ErrorDetail } from '../core/AppError'
import { Writable, type Readable } from '../core/Readable'
import type { Registered } from '../layers/server/ServerApi'
import { normalizeServerUrl } from '../layers/server/serverUrl'
import { ServerConnection, type ServerConnectionOptions } from './ServerConnection'

export interface ServersOptions extends Omit<ServerConnectionOptions, 'url' | 'onLoginEnded'> {
  /** This device was just signed in there. */
  readonly onEntered: (url: string) => void
}

/** The servers this machine knows, and the account it has on each. */
export class Servers {
  readonly #options: ServersOptions
  readonly #connectionByUrl = new Map<string, ServerConnection>()
  readonly #problemByUrl = new Map<string, ErrorDetail>()
  readonly #summaries: Writable<readonly ServerSummary[]>

  constructor(options: ServersOptions) {
    this.#options = options
    this.#summaries = new Writable(this.#look())
    options.keyring.entries.subscribe(() => this.#tell())
  }

  get summaries(): Readable<readonly ServerSummary[]> {
    return this.#summaries
  }

  connection(url: string): ServerConnection {
    const known = this.#connectionByUrl.get(url)
    if (known) return known
    const onLoginEnded = (detail: ErrorDetail): void => {
      this.#problemByUrl.set(url, detail)
      this.#tell()
    }
    const connection = new ServerConnection({ ...this.#options, url, onLoginEnded })
    this.#connectionByUrl.set(url, connection)
    return connection
  }

  /** The connection to a server this device is signed in to; else throws AppError `not-signed-in`. */
  entered(url: string): ServerConnection {
    if (this.#options.keyring.token(url) === undefined) {
      throw new AppError({ code: 'not-signed-in', reason: 'missing' })
    }
    return this.connection(url)
  }

  /** Whether a Grove server answers at what a person typed; rejects with AppError when none does. */
  async look(typed: string): Promise<{ readonly url: string; readonly version: string }> {
    const url = normalizeServerUrl(typed)
    const { version } = await this.connection(url).ask((api) => api.look())
    return { url, version }
  }

  async signIn(url: string, user: string, password: string): Promise<ServerSummary> {
    const connection = this.connection(url)
    const { deviceName } = this.#options
    const signedIn = await connection.ask((api) => api.signIn({ user, password, deviceName }))
    await this.#entered(connection, signedIn)
    return this.#summaryOf(url)
  }

  /** Makes an account where an invite allows it, and signs this device in. */
  async register(url: string, registration: Omit<Registration, 'deviceName'>): Promise<void> {
    const connection = this.connection(url)
    const { deviceName } = this.#options
    await this.#entered(connection, await connection.ask((api) => api.register({ ...registration, deviceName })))
  }

  /** The token is forgotten here whatever happens; a server that cannot be told now keeps it until it is revoked there. */
  async signOut(url: string): Promise<void> {
    const { keyring } = this.#options
    if (keyring.token(url) !== undefined) {
      // Not waited for: a server that does not answer keeps nobody signed in.
      this.connection(url)
        .ask((api) => api.signOut())
        .catch(() => undefined)
    }
    this.#problemByUrl.delete(url)
    await keyring.signOut(url)
  }

  async changePassword(url: string, oldPassword: string, newPassword: string): Promise<void> {
    await this.entered(url).ask((api) => api.changePassword(oldPassword, newPassword))
  }

  devices(url: string): Promise<readonly DeviceSummary[]> {
    return this.entered(url).ask((api) => api.devices())
  }

  async revokeDevice(url: string, deviceId: string): Promise<void> {
    if (deviceId === this.#options.keyring.server(url)?.deviceId) await this.signOut(url)
    else await this.entered(url).ask((api) => api.revokeDevice(deviceId))
  }

  async #entered(
    { url, link }: ServerConnection,
    { user, deviceId, token }: Pick<Registered, 'user' | 'deviceId' | 'token'>,
  ): Promise<void> {
    this.#problemByUrl.delete(url)
    await this.#options.keyring.signIn({ url, user, deviceId }, token)
    link.retryNow()
    this.#options.onEntered(url)
  }

  #summaryOf(url: string): ServerSummary {
    const { keyring } = this.#options
    return {
      url,
      user: keyring.server(url)?.user ?? '',
      isSignedIn: keyring.token(url) !== undefined,
      problem: this.#problemByUrl.get(url) ?? null,
    }
  }

  #look(): readonly ServerSummary[] {
    return this.#options.keyring.entries.current.servers.map(({ url }) => this.#summaryOf(url))
  }

  #tell(): void {
    const now = this.#look()
    if (JSON.stringify(now) !== JSON.stringify(this.#summaries.current)) this.#summaries.set(now)
  }
}
