import { AppError, type ErrorDetail } from '../core/AppError'
import type { Environment } from '../core/environment'
import { ClientLink } from '../core/sync/ClientLink'
import type { Port } from '../core/sync/Port'
import type { Fetch } from '../layers/server/HttpCalls'
import { ServerApi } from '../layers/server/ServerApi'
import type { Keyring } from './Keyring'

/** How this home reaches servers. */
export interface Network {
  readonly fetch: Fetch
  /** A socket that is open. */
  readonly connect: (serverUrl: string) => Promise<Port>
}

export interface ServerConnectionOptions {
  readonly url: string
  readonly keyring: Keyring
  readonly network: Network
  readonly environment: Environment
  readonly deviceName: string
  /** The server does not know this device's token any more, and it was forgotten here. */
  readonly onLoginEnded: (detail: ErrorDetail) => void
}

/** One server: its HTTP API, and the one link that all spaces on it share. */
export class ServerConnection {
  readonly url: string
  readonly link: ClientLink
  readonly api: ServerApi
  readonly #options: ServerConnectionOptions
  #checking: Promise<void> | undefined

  constructor(options: ServerConnectionOptions) {
    const { url, keyring, network, environment, deviceName } = options
    this.url = url
    this.#options = options
    this.api = new ServerApi({
      url,
      fetch: network.fetch,
      environment,
      token: () => Promise.resolve(keyring.token(url)),
    })
    this.link = new ClientLink({
      connect: () => network.connect(url),
      environment,
      name: deviceName,
      token: () => this.#tokenToEnter(),
    })
  }

  /** Asks the server for somebody who waits; what it answers to a device whose login has ended, ends it here too. */
  async ask<T>(question: (api: ServerApi) => Promise<T>): Promise<T> {
    const token = this.#options.keyring.token(this.url)
    try {
      return await question(this.api)
    } catch (error) {
      await this.#look(AppError.detailOf(error), token)
      throw error
    }
  }

  /** Somebody was refused as not signed in: perhaps long ago, so the server is asked whether it still holds. */
  checkLogin(): Promise<void> {
    this.#checking ??= this.ask((api) => api.devices())
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        this.#checking = undefined
      })
    return this.#checking
  }

  async #look(detail: ErrorDetail, token: string | undefined): Promise<void> {
    const { keyring, onLoginEnded } = this.#options
    if (detail.code !== 'not-signed-in' || token === undefined || keyring.token(this.url) !== token) return
    await keyring.signOut(this.url)
    onLoginEnded(detail)
  }

  async #tokenToEnter(): Promise<string> {
    const token = this.#options.keyring.token(this.url)
    if (token !== undefined) return token
    const { isLocked } = this.#options.keyring.safe.state.current
    throw new AppError(isLocked ? { code: 'keys-locked' } : { code: 'not-signed-in', reason: 'missing' })
  }
}
