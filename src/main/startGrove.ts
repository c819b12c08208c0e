import path from 'node:path'
import { app, dialog, nativeTheme, shell } from 'electron'
import type { Environment } from '../core/environment'
import { SpaceHost } from '../core/sync/SpaceHost'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { serveAppProtocol } from './appProtocol'
import { logUncaught, reviveAfterCrash } from './crashes'
import { Farewell } from './Farewell'
import { serveFileProtocol } from './fileProtocol'
import { installMenu } from './installMenu'
import { JsonFile, type JsonFileTrouble } from './JsonFile'
import { openLog } from './openLog'
import { PortBroker } from './PortBroker'
import { appRequests } from './requests/appRequests'
import { fileRequests } from './requests/fileRequests'
import { importRequests } from './requests/importRequests'
import { serveRequests } from './requests/serveRequests'
import { spaceRequests } from './requests/spaceRequests'
import { windowRequests } from './requests/windowRequests'
import { SecretSafe } from './SecretSafe'
import { Settings } from './Settings'
import { SpaceCatalogue } from './SpaceCatalogue'
import { setUpSpaceManager } from './spaceManagerSetup'
import { addContextMenu, followSpellCheck } from './spelling'
import { StoredFiles } from './StoredFiles'
import { Importer } from './importer/Importer'
import { Windows } from './Windows'
import { windowStatesSchema } from './WindowState'
import { raiseWalls } from './windowSecurity'

export interface GroveParts {
  readonly folder: DataFolder
  readonly lock: SpaceFolderLock
  readonly environment: Environment
  /** Vite's address while developing. */
  readonly servedUrl: string | undefined
}

/** Puts the app together and opens its windows. Electron is ready, and the data folder is ours. */
export async function startGrove({ folder, lock, environment, servedUrl }: GroveParts): Promise<Windows> {
  const log = openLog(folder.log)
  logUncaught(log)
  log.info('start', app.getVersion(), 'electron', process.versions.electron, process.platform)
  const onTrouble = (trouble: JsonFileTrouble): void => log.warn('settings file', trouble)
  const settings = await Settings.load(folder.settings, onTrouble)
  nativeTheme.themeSource = settings.value.current.theme

  const safe = new SecretSafe()
  const manager = setUpSpaceManager(folder, safe, environment)
  const host = new SpaceHost(manager)
  const broker = new PortBroker(host)
  const catalogue = new SpaceCatalogue(manager, folder)
  const files = new StoredFiles(folder)
  const windows: Windows = new Windows({
    file: new JsonFile(folder.windows, windowStatesSchema, { windows: [] }, onTrouble),
    settings,
    timers: environment.timers,
    servedUrl,
    onOpen: (window) => {
      farewell.guard(window)
      addContextMenu(window)
      reviveAfterCrash(window, environment, log)
    },
    onTrouble: (error) => log.error('page not loaded', error),
  })
  const importer = new Importer({ folder, broker, catalogue, environment })
  const farewell = new Farewell({
    timers: environment.timers,
    windows,
    broker,
    catalogue,
    closeAll: async () => {
      importer.close()
      catalogue.close()
      await host.close()
      await manager.closeAll()
      await Promise.all([settings.saved(), files.forgetOpened()])
      lock.release()
      log.info('end')
    },
  })

  raiseWalls(servedUrl)
  serveAppProtocol(path.join(__dirname, '../renderer'))
  serveFileProtocol((spaceId, hash) => files.find(spaceId, hash))
  serveRequests(
    {
      ...appRequests(settings, folder, safe),
      ...spaceRequests(catalogue, broker),
      ...fileRequests(files),
      ...importRequests(importer),
      ...windowRequests(windows),
    },
    windows,
    servedUrl,
    log,
  )
  followSpellCheck(settings)
  settings.value.subscribe((changed) => {
    nativeTheme.themeSource = changed.theme
    windows.tellAll('settings.changed', changed)
  })
  catalogue.summaries.subscribe((summaries) => windows.tellAll('spaces.changed', summaries))
  installMenu(settings, {
    command: (command) => windows.first?.tell('menu.command', command),
    newWindow: () => windows.open(windows.first?.place),
    changeSettings: (changes) => settings.change(changes),
    showDataFolder: () => void shell.openPath(folder.root),
    about: () =>
      void dialog.showMessageBox({ message: 'Grove', detail: `Version ${app.getVersion()}`, buttons: ['OK'] }),
  })
  await windows.restore()
  return windows
}
