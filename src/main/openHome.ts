import { hostname } from 'node:os'
import type { Environment } from '../core/environment'
import type { SpaceManager } from '../core/space/SpaceManager'
import { GroveHome } from '../home/GroveHome'
import { Keyring } from '../home/Keyring'
import { SpaceCatalogue } from '../home/SpaceCatalogue'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { JsonFileTrouble } from './JsonFile'
import { KeyringFile } from './KeyringFile'
import { nodeNetwork } from './nodeNetwork'
import { makeLayer, setUpSpaceManager } from './spaceManagerSetup'
import { StoredFiles } from './StoredFiles'
import { SystemKeyStore } from './SystemKeyStore'

export interface OpenedHome {
  readonly home: GroveHome
  readonly manager: SpaceManager
  readonly files: StoredFiles
}

/** What lies in the data folder, with the keys and servers of this machine. Nothing is opened or connected yet. */
export async function openHome(
  folder: DataFolder,
  environment: Environment,
  onTrouble: (trouble: JsonFileTrouble) => void,
): Promise<OpenedHome> {
  const system = SystemKeyStore.find()
  const keyring = await Keyring.open(new KeyringFile(folder.keyring, onTrouble), { system, environment })
  const manager = setUpSpaceManager(folder, keyring.safe, environment)
  const files = new StoredFiles(folder, (spaceId, hash) => home.arrivals.fetch(spaceId, hash))
  const home: GroveHome = new GroveHome({
    keyring,
    catalogue: new SpaceCatalogue(manager, folder),
    network: nodeNetwork(environment),
    environment,
    deviceName: hostname() || 'Desktop',
    filesOf: (spaceId) => files.of(spaceId),
    makeLayer,
  })
  return { home, manager, files }
}
