import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createSecureContext } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { GroveServer, type ServerOptions } from '../../server/GroveServer'
import type { LogLevel } from '../../server/logOptions'
import { GiB } from '../../server/ServerLimits'
import { refuseSyncedFolder, warnOfPlace } from '../placeOfData'
import { prepareInThread } from '../prepareInThread'
import type { Terminal } from '../Terminal'

export interface ServeQuestion {
  readonly data: string
  readonly port: number
  readonly host?: string
  readonly tlsCert?: string
  readonly tlsKey?: string
  /** A built web app; without it, the one that came with this program. */
  readonly web?: string
  readonly behindProxy?: boolean
  readonly spaceQuota?: number
  readonly userQuota?: number
  readonly logLevel: LogLevel
  /** Also in a folder that another program keeps in step with other machines. */
  readonly allowSyncedFolder?: boolean
}

/** A server that has not closed by then is ended, so that whoever sent the signal need not kill it. */
const LAST_CALL_MS = 9000

/** `grove serve`: serves until the process is told to stop. */
export async function serveCommand(
  question: ServeQuestion,
  environment: Environment,
  terminal: Terminal,
): Promise<void> {
  if (question.allowSyncedFolder) await warnOfPlace(question.data, terminal)
  else await refuseSyncedFolder(question.data, terminal)
  const server = await GroveServer.start(await serverOptions(question, environment))
  if (server.accounts.users.count === 0) {
    terminal.notice(
      `Nobody can sign in yet. Add the first person in another terminal:\n  grove server user add NAME --data ${question.data}`,
    )
  }
  if (!question.tlsCert && !question.behindProxy && !/^http:\/\/(127\.|\[::1\])/.test(server.address)) {
    terminal.notice(
      'Warning: passwords travel unencrypted. Use --tls-cert and --tls-key, or a proxy that does (docs/self-hosting.md).',
    )
  }
  await toldToStop()
  const lastCall = setTimeout(() => process.exit(1), LAST_CALL_MS)
  await server.close()
  clearTimeout(lastCall)
}

async function serverOptions(question: ServeQuestion, environment: Environment): Promise<ServerOptions> {
  const { tlsCert, tlsKey, spaceQuota, userQuota } = question
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new AppError({ code: 'bad-request', reason: '--tls-cert and --tls-key go together' })
  }
  const tls = tlsCert && tlsKey ? await readCertificate(tlsCert, tlsKey) : undefined
  const webFolder = question.web ?? (await webFolderBeside())
  const metricsToken = process.env['GROVE_METRICS_TOKEN']
  return {
    data: path.resolve(question.data),
    // Without encryption nobody else is let near, unless asked for.
    host: question.host ?? (tls ? '::' : '127.0.0.1'),
    port: question.port,
    environment,
    prepareDatabase: prepareInThread,
    logLevel: question.logLevel,
    isBehindProxy: question.behindProxy ?? false,
    limits: {
      ...(spaceQuota === undefined ? {} : { spaceBytes: spaceQuota * GiB }),
      ...(userQuota === undefined ? {} : { userBytes: userQuota * GiB }),
    },
    ...(tls ? { tls } : {}),
    ...(webFolder === undefined ? {} : { webFolder: path.resolve(webFolder) }),
    ...(metricsToken ? { metricsToken } : {}),
  }
}

async function readCertificate(certFile: string, keyFile: string): Promise<{ cert: string; key: string }> {
  const read = { cert: await readText(certFile), key: await readText(keyFile) }
  try {
    createSecureContext(read)
  } catch (error) {
    const reason = `it and ${keyFile} are no certificate and its key, both PEM`
    throw new AppError({ code: 'bad-file', path: certFile, reason }, { cause: error })
  }
  return read
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError({ code: 'bad-file', path: file, reason }, { cause: error })
  }
}

/** Beside the bundle, or where `npm run build:web` puts it. */
async function webFolderBeside(): Promise<string | undefined> {
  return ['./web', '../web', '../../../out/web']
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((folder) => existsSync(path.join(folder, 'index.html')))
}

function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}
