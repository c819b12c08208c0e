import path from 'node:path'
import { app, dialog, nativeTheme, shell } from 'electron'
import type { Environment } from '../core/environment'
import { SpaceHost } from '../core/sync/SpaceHost'
import { homeRequests } from '../home/requests/homeRequests'
import { Settings } from '../home/Settings'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { serveAppProtocol } from './appProtocol'
import { Backups } from './Backups'
import { logUncaught, reviveAfterCrash } from './crashes'
import { Farewell } from './Farewell'
import { serveFileProtocol } from './fileProtocol'
import { followWakening } from './followWakening'
import { installMenu } from './installMenu'
import { JsonFile, type JsonFileTrouble } from './JsonFile'
import { openHome } from './openHome'
import { openLog } from './openLog'
import { PortBroker } from './PortBroker'
import { appRequests } from './requests/appRequests'
import { backupRequests } from './requests/backupRequests'
import { fileRequests } from './requests/fileRequests'
import { importRequests } from './requests/importRequests'
import { serveRequests } from './requests/serveRequests'
import { spaceRequests } from './requests/spaceRequests'
import { windowRequests } from './requests/windowRequests'
import { settingsFile } from './settingsFile'
import { addContextMenu, followSpellCheck } from './spelling'
import { Importer } from './importer/Importer'
import { tellWindows } from './tellWindows'
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
  const settings = await Settings.load(settingsFile(folder.settings, onTrouble))
  nativeTheme.themeSource = settings.value.current.theme

  const { home, manager, files } = await openHome(folder, environment, onTrouble)
  const { catalogue } = home
  const host = new SpaceHost(manager)
  const broker = new PortBroker(host)
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
  const importer = new Importer({
    folder,
    broker,
    catalogue,
    environment,
    onFiles: (spaceId) => home.desk.filesAdded(spaceId),
  })
  const backups = new Backups({ home, folder, files, environment })
  const stopWatching = followWakening(environment.timers, () => home.retryNow())
  const farewell = new Farewell({
    timers: environment.timers,
    windows,
    broker,
    catalogue,
    closeAll: async () => {
      stopWatching()
      importer.close()
      await home.close()
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
      ...appRequests(settings, folder),
      ...spaceRequests(catalogue, broker),
      ...fileRequests(files, home.desk),
      ...homeRequests(home),
      ...backupRequests(backups),
      ...importRequests(importer),
      ...windowRequests(windows),
    },
    windows,
    servedUrl,
    log,
  )
  followSpellCheck(settings)
  settings.value.subscribe(({ theme }) => {
    nativeTheme.themeSource = theme
  })
  tellWindows(windows, settings, home)
  installMenu(settings, {
    command: (command) => windows.first?.tell('menu.command', command),
    newWindow: () => windows.open(windows.first?.place),
    changeSettings: (changes) => settings.change(changes),
    showDataFolder: () => void shell.openPath(folder.root),
    about: () =>
      void dialog.showMessageBox({ message: 'Grove', detail: `Version ${app.getVersion()}`, buttons: ['OK'] }),
  })
  await windows.restore()
  home.start()
  return windows
}
