import type { FastifyBaseLogger } from 'fastify'
import { statSync } from 'node:fs'
import type { ErrorDetail } from '../core/AppError'
import type { Environment } from '../core/environment'
import { hexOf } from '../core/hex'
import { Turns } from '../core/Turns'
import type { SpaceId } from '../core/space/Space'
import { SpaceManager } from '../core/space/SpaceManager'
import type { Sealer } from '../core/keys/Sealer'
import type { Accounts } from './accounts/Accounts'
import { longOpeningWork } from '../layers/sqlite/longOpeningWork'
import type { PreparedDatabase } from '../layers/sqlite/prepareDatabase'
import type { NewLog } from '../layers/sqlite/schema'
import { MeteredPersistenceLayer } from './MeteredPersistenceLayer'
import type { Metrics } from './Metrics'
import type { ServerFolder } from './ServerFolder'

export interface SetUpParts {
  readonly folder: ServerFolder
  readonly accounts: Accounts
  readonly environment: Environment
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
  readonly prepareDatabase: PrepareElsewhere | undefined
}

/** Has one database readied while others are served; rejects with AppError. */
export type PrepareElsewhere = (path: string, newLog: NewLog) => Promise<PreparedDatabase>

/** What arrives was sealed with the space's own key before it left its machine; a server has no key to seal with. */
const alreadySealed: Sealer = {
  seal: (text) => Buffer.from(text, 'utf8'),
  unseal: (sealed) => Buffer.from(sealed).toString('utf8'),
}

/**
 * A server keeps each space in one SQLite file, unopened. A file that is missing or empty is made anew: the log id is
 * another one then, so every client offers all it has again, and nothing is lost that any of them still holds.
 */
export function setUpSpaceManager(parts: SetUpParts): SpaceManager {
  const { folder, accounts, environment, metrics, log, prepareDatabase } = parts
  // One machine may ask for hundreds at once, and let go of them at once: everybody else would wait for all of them.
  const opening = new Turns(environment.timers)
  const closing = new Turns(environment.timers)
  const prepare = async (spaceId: SpaceId, path: string, mode: 'open' | 'create'): Promise<ErrorDetail | null> => {
    if (mode === 'create' || !prepareDatabase || longOpeningWork(path) === 'none') return null
    const newLog = { spaceId, logId: hexOf(environment.randomBytes(16)) }
    const { notice, sentences } = await prepareDatabase(path, newLog)
    for (const sentence of sentences) log.info({ space: spaceId }, sentence)
    return notice
  }
  return new SpaceManager(environment, async (spaceId) => {
    const path = folder.database(spaceId)
    const mode = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0 ? 'open' : 'create'
    const hadLog = accounts.spaces.noteLog(spaceId)
    if (mode === 'create' && hadLog) log.warn({ space: spaceId }, 'its log is gone; clients will send it again')
    const notice = await opening.take(() => prepare(spaceId, path, mode))
    const options = { spaceId, path, mode, environment, sealer: alreadySealed, isSealed: true, notice } as const
    return { journal: new MeteredPersistenceLayer(options, metrics, closing) }
  })
}
