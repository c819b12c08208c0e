import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { version } from '../../package.json'
import { API_PATH } from '../core/account/serverApi'
import { AppError } from '../core/AppError'
import type { Cancel, Environment } from '../core/environment'
import { SpaceHost } from '../core/sync/SpaceHost'
import { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { Accounts } from './accounts/Accounts'
import { PasswordDesk } from './accounts/PasswordDesk'
import type { PasswordCost } from './accounts/passwordHash'
import { SignInDesk } from './accounts/SignInDesk'
import { ServerGate } from './gate/ServerGate'
import type { ApiParts } from './http/ApiParts'
import { apiRoutes } from './http/apiRoutes'
import { buildHttp, STOPPING } from './http/buildHttp'
import { statusRoutes } from './http/statusRoutes'
import { webRoutes } from './http/webRoutes'
import { logOptions, type LogLevel } from './logOptions'
import { Metrics } from './Metrics'
import { ServerFolder } from './ServerFolder'
import { DEFAULT_LIMITS, type ServerLimits } from './ServerLimits'
import { SocketDoor } from './sockets/SocketDoor'
import { setUpSpaceManager, type PrepareElsewhere } from './spaceManagerSetup'
import { ChunkStore } from './storage/ChunkStore'
import { SpaceStorage } from './storage/SpaceStorage'

export interface ServerOptions {
  /** The data folder, absolute; made when it is missing. */
  readonly data: string
  readonly host: string
  /** 0: any that is free. */
  readonly port: number
  readonly environment: Environment
  readonly tls?: { readonly cert: string; readonly key: string }
  /** A built web app to serve at `/`. */
  readonly webFolder?: string
  readonly isBehindProxy?: boolean
  readonly metricsToken?: string
  readonly limits?: Partial<ServerLimits>
  readonly passwordCost?: PasswordCost
  /** Does elsewhere what opening a database would take long for; by default it is done as it is opened. */
  readonly prepareDatabase?: PrepareElsewhere
  readonly logLevel?: LogLevel
  readonly logStream?: { write: (line: string) => void }
}

/** How often it is looked whether `grove server user` has changed something, and old things are forgotten. */
const LOOK_MS = 1000
const TIDY_MS = 24 * 3600 * 1000

/** A sync server: one process, one folder. It has the folder to itself until it is closed. */
export class GroveServer {
  /** What is open, in the order it was opened. */
  readonly #closers: (() => unknown)[]
  #closing: Promise<void> | undefined

  private constructor(
    /** Where it can be reached: `http://127.0.0.1:4747`. */
    readonly address: string,
    readonly accounts: Accounts,
    closers: (() => unknown)[],
  ) {
    this.#closers = closers
  }

  /** Rejects with AppError when the folder cannot be used, as `folder-in-use`, or nobody may listen at this port. */
  static async start(options: ServerOptions): Promise<GroveServer> {
    const closers: (() => unknown)[] = []
    try {
      return await compose(options, closers, (...parts) => new GroveServer(...parts))
    } catch (error) {
      await closeAll(closers)
      throw error
    }
  }

  /** Lets nobody in any more, tells those who are in, and writes what is under way. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= closeAll(this.#closers)
    return this.#closing
  }
}

async function compose(
  options: ServerOptions,
  closers: (() => unknown)[],
  make: (address: string, accounts: Accounts, closers: (() => unknown)[]) => GroveServer,
): Promise<GroveServer> {
  const { environment, isBehindProxy = false, tls, metricsToken } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const folder = new ServerFolder(options.data)
  const lock = SpaceFolderLock.acquire(folder.root)
  closers.push(() => lock.release())
  const accounts = Accounts.open(folder.accounts, environment)
  closers.push(() => accounts.close())

  const metrics = new Metrics()
  const logger = logOptions(options.logLevel ?? 'info', options.logStream)
  const app = await buildHttp({ limits, metrics, logger, tls, isBehindProxy })
  const { log } = app
  const { prepareDatabase } = options
  const manager = setUpSpaceManager({ folder, accounts, environment, metrics, log, prepareDatabase })
  closers.push(() => manager.closeAll())
  metrics.gauge('grove_spaces_open', 'Spaces with at least one client', () => manager.openIds.length)

  const storage = new SpaceStorage(folder, accounts, limits)
  const chunks = new ChunkStore(folder, accounts, storage, environment)
  const gate = new ServerGate({ accounts, storage, limits, environment, metrics })
  const desk = new SignInDesk(accounts, new PasswordDesk(environment, options.passwordCost), environment, limits)
  const tidy = (): void => {
    accounts.forgetLongGone()
    chunks.tidy()
  }
  // What a process that died was receiving or removing.
  await rm(folder.incoming, { recursive: true, force: true })
  tidy()

  const parts: ApiParts = { accounts, desk, gate, storage, chunks, folder, limits, environment }
  await app.register(async (api) => apiRoutes(api, parts, version), { prefix: API_PATH })
  statusRoutes(app, { metrics, version, metricsToken, probe: () => accounts.probe() })
  await app.register(async (web) => webRoutes(web, options.webFolder))

  const host = new SpaceHost(manager, gate)
  const door = new SocketDoor({ server: app.server, host, limits, environment, metrics, log, isBehindProxy })
  closers.push(() => drain(app, door, host, limits.drainMs))
  closers.push(
    repeat(environment, log, LOOK_MS, recheckWhenWritten(accounts, gate)),
    repeat(environment, log, TIDY_MS, tidy),
  )
  await listen(app, options)
  const address = addressOf(app.server, tls !== undefined)
  log.info({ address, version, users: accounts.users.count, spaces: accounts.spaces.ids().length }, 'listening')
  return make(address, accounts, closers)
}

async function listen(app: FastifyInstance, { host, port }: ServerOptions): Promise<void> {
  try {
    // The framework would say it without knowing of TLS.
    await app.listen({ host, port, listenTextResolver: () => 'port open' })
  } catch (error) {
    const reason = whyNotListening(error, host, port)
    throw reason === undefined ? error : new AppError({ code: 'bad-request', reason }, { cause: error })
  }
}

function whyNotListening(error: unknown, host: string, port: number): string | undefined {
  switch (error instanceof Error && 'code' in error && error.code) {
    case 'EADDRINUSE':
      return `port ${port} is used by another program; name another one with --port`
    case 'EACCES':
      return `port ${port} needs a right that this user has not; name one above 1023 with --port, or see docs/self-hosting.md`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `this machine has no address "${host}"; name one that it has with --host`
    default:
      return undefined
  }
}

function addressOf(server: Server, isEncrypted: boolean): string {
  const { address, family, port } = server.address() as AddressInfo
  return `http${isEncrypted ? 's' : ''}://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

/** Other processes (`grove server user`) take rights away, too; those who are in must notice. */
function recheckWhenWritten(accounts: Accounts, gate: ServerGate): () => void {
  let seen = accounts.writtenElsewhere
  return () => {
    const now = accounts.writtenElsewhere
    if (now === seen) return
    seen = now
    gate.recheck()
  }
}

async function drain(app: FastifyInstance, door: SocketDoor, host: SpaceHost, drainMs: number): Promise<void> {
  door.close()
  // Not one of the environment's: whoever holds those still may close a server.
  const impatience = setTimeout(() => {
    door.cut()
    app.server.closeAllConnections()
  }, drainMs)
  await Promise.all([host.close(STOPPING), app.close()])
  clearTimeout(impatience)
}

function repeat({ timers }: Environment, log: FastifyBaseLogger, everyMs: number, work: () => void): Cancel {
  let cancel = timers.after(everyMs, function run() {
    try {
      work()
    } catch (error) {
      // A full disk now is no reason to stop serving; the next time it may work.
      log.error({ err: error }, 'left for later')
    }
    cancel = timers.after(everyMs, run)
  })
  return () => cancel()
}

/** The last opened first; a part that cannot be closed keeps no other open. */
async function closeAll(closers: (() => unknown)[]): Promise<void> {
  const failures: unknown[] = []
  for (let close = closers.pop(); close; close = closers.pop()) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'not everything could be closed')
}
