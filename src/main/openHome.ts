import { hostname } from 'node:os'
import { AppError } from '../core/AppError'
import type { Environment } from '../core/environment'
import type { SpaceManager } from '../core/space/SpaceManager'
import { GroveHome } from '../home/GroveHome'
import { Keyring } from '../home/Keyring'
import { SpaceCatalogue } from '../home/SpaceCatalogue'
import type { DataFolder } from '../layers/runtime/DataFolder'
import { askProcess } from './askProcess'
import { SpaceCompaction } from './compaction/SpaceCompaction'
import type { JsonFileTrouble } from './JsonFile'
import { KeyringFile } from './KeyringFile'
import { nodeNetwork } from './nodeNetwork'
import type { Log } from './openLog'
import { SearchDesk, type SearchDeskOptions } from '../home/search/SearchDesk'
import { startProcess } from './startProcess'
import { startSearchProcess } from './search/startSearchProcess'
import { DatabaseOpening } from './opening/DatabaseOpening'
import { makeLayer, setUpSpaceManager } from './spaceManagerSetup'
import { StoredFiles } from './StoredFiles'
import { SystemKeyStore } from './SystemKeyStore'

export interface OpenedHome {
  readonly home: GroveHome
  readonly manager: SpaceManager
  readonly files: StoredFiles
  readonly compaction: SpaceCompaction
  readonly opening: DatabaseOpening
  readonly search: SearchDesk
}

/** What lies in the data folder, with the keys and servers of this machine. Nothing is opened or connected yet. */
export async function openHome(
  folder: DataFolder,
  environment: Environment,
  onTrouble: (trouble: JsonFileTrouble) => void,
  log: Log,
  onSearchProgress: SearchDeskOptions['onProgress'],
): Promise<OpenedHome> {
  const system = SystemKeyStore.find()
  const keyring = await Keyring.open(new KeyringFile(folder.keyring, onTrouble), { system, environment })
  const opening = new DatabaseOpening(folder, environment, (order, signal) =>
    askProcess({ program: 'openingProcess', serviceName: 'Grove opening', order, signal }),
  )
  const manager = setUpSpaceManager(folder, opening, keyring.safe, environment, log)
  const compaction = new SpaceCompaction(folder, environment, log, (events) =>
    startProcess({ program: 'compactionProcess', serviceName: 'Grove compaction' }, events),
  )
  const search = new SearchDesk({
    timers: environment.timers,
    start: (events) => startSearchProcess(folder.root, events),
    onProgress: onSearchProgress,
  })
  const files = new StoredFiles(folder, (spaceId, hash) => home.arrivals.fetch(spaceId, hash))
  const home: GroveHome = new GroveHome({
    keyring,
    catalogue: new SpaceCatalogue(manager, {
      spaceIds: () => folder.spaceIds(),
      space: (id) => folder.space(id),
      unready: (id) => opening.unready(id),
    }),
    network: nodeNetwork(environment),
    environment,
    deviceName: hostname() || 'Desktop',
    filesOf: (spaceId) => files.of(spaceId),
    makeLayer,
    compaction: {
      compact: async (open, after) => {
        const report = await compaction.compact(open, after)
        // Before somebody asks; whoever does is told what keeps it from being read.
        await search.index(open.id).catch((error: unknown) => log.warn('search', open.id, AppError.detailOf(error)))
        return report
      },
      onNews: ({ spaceId, state, ...news }) => log.info('compaction', spaceId, state, JSON.stringify(news)),
    },
  })
  return { home, manager, files, compaction, opening, search }
}
