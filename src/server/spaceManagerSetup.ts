import type { FastifyBaseLogger } from 'fastify'
import { statSync } from 'node:fs'
import type { Environment } from '../core/environment'
import { SpaceManager } from '../core/space/SpaceManager'
import type { Sealer } from '../core/keys/Sealer'
import type { Accounts } from './accounts/Accounts'
import { MeteredPersistenceLayer } from './MeteredPersistenceLayer'
import type { Metrics } from './Metrics'
import type { ServerFolder } from './ServerFolder'

export interface SetUpParts {
  readonly folder: ServerFolder
  readonly accounts: Accounts
  readonly environment: Environment
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
}

/** What arrives was sealed with the space's own key before it left its machine; a server has no key to seal with. */
const alreadySealed: Sealer = {
  seal: (text) => Buffer.from(text, 'utf8'),
  unseal: (sealed) => Buffer.from(sealed).toString('utf8'),
}

/**
 * A server keeps each space in one SQLite file, unopened. A file that is missing or empty is made anew: the log id is
 * another one then, so every client offers all it has again, and nothing is lost that any of them still holds.
 */
export function setUpSpaceManager({ folder, accounts, environment, metrics, log }: SetUpParts): SpaceManager {
  return new SpaceManager(environment, (spaceId) => {
    const path = folder.database(spaceId)
    const mode = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0 ? 'open' : 'create'
    const hadLog = accounts.spaces.noteLog(spaceId)
    if (mode === 'create' && hadLog) log.warn({ space: spaceId }, 'its log is gone; clients will send it again')
    const options = { spaceId, path, mode, environment, sealer: alreadySealed, isSealed: true } as const
    return { journal: new MeteredPersistenceLayer(options, metrics) }
  })
}
