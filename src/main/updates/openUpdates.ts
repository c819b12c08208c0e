import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { UpdateWay } from '../../bridge/contract'
import type { Environment } from '../../core/environment'
import type { Settings } from '../../home/Settings'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { JsonFile, type JsonFileTrouble } from '../JsonFile'
import type { Log } from '../openLog'
import { copyInProcess } from './copyInProcess'
import { DataCopies } from './DataCopies'
import { installUpdate, type UpdateInstallParts } from './installUpdate'
import { LateUpdater } from './LateUpdater'
import { NO_MEMORY, updateMemorySchema } from './UpdateMemory'
import { Updates } from './Updates'
import { updateWay } from './updateWay'

export interface UpdatesParts {
  readonly folder: DataFolder
  readonly settings: Settings
  readonly environment: Environment
  readonly log: Log
  readonly onTrouble: (trouble: JsonFileTrouble) => void
  /** Asked only when an update is installed. */
  readonly farewell: () => UpdateInstallParts['farewell']
}

/** The updates of this copy of Grove, by whatever way it was installed. Asks nobody yet. */
export function openUpdates({ folder, settings, environment, log, onTrouble, farewell }: UpdatesParts): Updates {
  const version = app.getVersion()
  const testFeed = feedOfTest()
  const hasFeed = testFeed !== undefined || existsSync(path.join(process.resourcesPath, 'app-update.yml'))
  const way = findWay(testFeed !== undefined, hasFeed)
  // Nobody who opens a window waits for the code of the updater.
  const updater = new LateUpdater(async () => (await import('./makeUpdater')).makeUpdater({ way, testFeed, log }))
  const copies = new DataCopies({ folder, copyDatabase: copyInProcess, now: environment.now })
  return new Updates({
    version,
    way,
    updater: way.kind !== 'not' && hasFeed ? updater : undefined,
    memory: new JsonFile(folder.updates, updateMemorySchema, NO_MEMORY, onTrouble),
    environment,
    looksByItself: () => settings.value.current.looksForUpdates,
    install: () => installUpdate({ version, farewell: farewell(), copies }, updater),
  })
}

/** An `app-update.yml` for tests of an app that is not packaged. A packaged one hears nothing of it. */
function feedOfTest(): string | undefined {
  return app.isPackaged ? undefined : process.env['GROVE_TEST_UPDATE_FEED']
}

function findWay(isTest: boolean, hasFeed: boolean): UpdateWay {
  const { resourcesPath, platform, env, execPath } = process
  const typeFile = path.join(resourcesPath, 'package-type')
  return updateWay({
    ...{ platform, env, execPath, hasFeed },
    isPackaged: app.isPackaged || isTest,
    packageType: existsSync(typeFile) ? readFileSync(typeFile, 'utf8').trim() : undefined,
  })
}
