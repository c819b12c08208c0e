import { app, dialog, nativeTheme, shell } from 'electron'
import type { Environment } from '../core/environment'
import { SpaceHost } from '../core/sync/SpaceHost'
import { homeRequests } from '../home/requests/homeRequests'
import { Settings } from '../home/Settings'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { Backups } from './backups/Backups'
import { BackupSuccession } from './backups/BackupSuccession'
import { logUncaught, reviveAfterCrash } from './crashes'
import { DataFolders } from './dataFolder/DataFolders'
import type { FolderOrigin } from './dataFolder/troubleScreen'
import { Farewell } from './Farewell'
import { serveFileProtocol } from './fileProtocol'
import { followWakening } from './followWakening'
import { installMenu } from './installMenu'
import { JsonFile, type JsonFileTrouble } from './JsonFile'
import { openHome } from './openHome'
import { openLog } from './openLog'
import { PdfFiles } from './PdfFiles'
import { PortBroker } from './PortBroker'
import { appRequests } from './requests/appRequests'
import { backupRequests } from './requests/backupRequests'
import { Diagnostics } from './diagnostics/Diagnostics'
import type { CrashReports } from './diagnostics/CrashReports'
import { dataFolderRequests } from './requests/dataFolderRequests'
import { diagnosticsRequests } from './requests/diagnosticsRequests'
import { fileRequests } from './requests/fileRequests'
import { exportRequests } from './requests/exportRequests'
import { importRequests } from './requests/importRequests'
import { pdfRequests } from './requests/pdfRequests'
import { searchRequests } from '../home/requests/searchRequests'
import { serveRequests } from './requests/serveRequests'
import { spaceRequests } from './requests/spaceRequests'
import { updateRequests } from './requests/updateRequests'
import { windowRequests } from './requests/windowRequests'
import { forgetful } from './safeMode/forgetful'
import type { StartMarker } from './safeMode/StartMarker'
import { settingsFile } from './settingsFile'
import { addContextMenu, followSpellCheck } from './spelling'
import { Exporter } from './vault/Exporter'
import { Importer } from './vault/Importer'
import { tellWindows } from './tellWindows'
import { openUpdates } from './updates/openUpdates'
import { restartApp } from './updates/restartApp'
import { Windows } from './Windows'
import { windowStatesSchema } from './WindowState'

export interface GroveParts {
  readonly folder: DataFolder
  readonly lock: SpaceFolderLock
  /** Who said which folder it is. */
  readonly origin: FolderOrigin
  readonly crashes: CrashReports
  readonly environment: Environment
  /** Vite's address while developing. */
  readonly servedUrl: string | undefined
  /** Without syncing and looking for updates, and as if for the first time: nothing of last time, nothing for next time. */
  readonly isSafeMode: boolean
  readonly marker: StartMarker
}

/** Puts the app together and opens its windows. Electron is ready, and the data folder is ours. */
export async function startGrove(parts: GroveParts): Promise<Windows> {
  const { folder, lock, origin, crashes, environment, servedUrl, isSafeMode, marker } = parts
  const log = openLog(folder.log)
  logUncaught(log)
  log.info('start', app.getVersion(), 'electron', process.versions.electron, process.platform)
  if (isSafeMode) log.info('safe mode')
  const onTrouble = (trouble: JsonFileTrouble): void => log.warn('settings file', trouble)
  const keptSettings = settingsFile(folder.settings, onTrouble)
  const settings = await Settings.load(isSafeMode ? forgetful(keptSettings) : keptSettings)
  nativeTheme.themeSource = settings.value.current.theme

  const opened = await openHome(folder, environment, onTrouble, log, (spaceId, progress) =>
    windows.tellAll('search.progress', { spaceId, progress }),
  )
  const { home, manager, files, compaction, opening, search } = opened
  const { catalogue } = home
  const host = new SpaceHost(manager)
  const broker = new PortBroker(host)
  const keptWindows = new JsonFile(folder.windows, windowStatesSchema, { windows: [] }, onTrouble)
  const windows: Windows = new Windows({
    file: isSafeMode ? forgetful(keptWindows) : keptWindows,
    settings,
    timers: environment.timers,
    servedUrl,
    isSafeMode,
    onOpen: (window) => {
      farewell.guard(window)
      addContextMenu(window)
      reviveAfterCrash(window, environment, log)
    },
    onTrouble: (error) => log.error('page not loaded', error),
  })
  const vaultDoors = { folder, broker, catalogue, environment }
  const exporter = new Exporter({ ...vaultDoors, arrivals: home.arrivals })
  const importer = new Importer({
    ...vaultDoors,
    onFiles: (spaceId) => home.desk.filesAdded(spaceId),
  })
  const backupDoors = { home, environment, appVersion: app.getVersion(), dataFolder: folder.root }
  const backups = new Backups({ ...backupDoors, files })
  const succession = new BackupSuccession(backupDoors, (detail) => log.warn('backup not begun', detail))
  const stopWatching = followWakening(environment.timers, () => home.retryNow())
  const updates = openUpdates({ folder, settings, environment, log, onTrouble, farewell: () => farewell })
  const farewell: Farewell = new Farewell({
    timers: environment.timers,
    windows,
    broker,
    catalogue,
    closeAll: async () => {
      stopWatching()
      updates.close()
      importer.close()
      exporter.close()
      await succession.close()
      const closing = home.close()
      compaction.close()
      opening.close()
      await search.close()
      await closing
      catalogue.close()
      await host.close()
      await manager.closeAll()
      await Promise.all([settings.saved(), files.forgetOpened()])
      lock.release()
      log.info('end')
    },
  })

  const restart = (): Promise<boolean> => farewell.leave(restartApp)
  const folders = new DataFolders({ folder, origin, usual: app.getPath('userData'), restart })
  const diagnostics = new Diagnostics({ home, settings, folder, origin, crashes, environment })
  serveFileProtocol((spaceId, hash) => files.find(spaceId, hash))
  serveRequests(
    {
      ...appRequests(settings, folder, restart),
      ...spaceRequests(catalogue, broker, opening),
      ...fileRequests(files, home.desk),
      ...homeRequests(home),
      ...backupRequests(backups),
      ...importRequests(importer),
      ...exportRequests(exporter),
      ...pdfRequests(new PdfFiles()),
      ...searchRequests(search, catalogue),
      ...windowRequests(windows, () => marker.clear()),
      ...updateRequests(updates),
      ...dataFolderRequests(folders),
      ...diagnosticsRequests(diagnostics),
    },
    windows,
    servedUrl,
    log,
  )
  followSpellCheck(settings)
  settings.value.subscribe(({ theme }) => {
    nativeTheme.themeSource = theme
  })
  tellWindows(windows, settings, home, updates)
  await windows.restore()
  // Their spaces open while their pages load. Whatever keeps one from opening is told to the window that asks for it.
  if (!isSafeMode) for (const id of windows.spaceIds) catalogue.hold(id).catch(() => undefined)
  installMenu(settings, {
    command: (command) => windows.first?.tell('menu.command', command),
    newWindow: () => windows.open(windows.first?.place),
    changeSettings: (changes) => settings.change(changes),
    showDataFolder: () => void shell.openPath(folder.root),
    showDiagnostics: () => windows.first?.tell('diagnostics.show', null),
    checkForUpdates: () => {
      windows.first?.tell('updates.show', null)
      void updates.check()
    },
    about: () =>
      void dialog.showMessageBox({ message: 'Grove', detail: `Version ${app.getVersion()}`, buttons: ['OK'] }),
  })
  if (isSafeMode) home.rest()
  else {
    home.start()
    succession.start()
  }
  await updates.start(!isSafeMode)
  return windows
}
