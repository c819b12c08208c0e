import path from 'node:path'
import { app, dialog, Menu, protocol } from 'electron'
import { APP_SCHEME, FILE_SCHEME } from '../bridge/channels'
import { AppError, describeError } from '../core/AppError'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { serveAppProtocol } from './appProtocol'
import { leaveUnlocked } from './dataFolder/leaveUnlocked'
import { openDataFolder } from './dataFolder/openDataFolder'
import { keepCrashReports } from './diagnostics/keepCrashReports'
import { StartWindow } from './dataFolder/StartWindow'
import { launchOptions } from './launchOptions'
import { mindGraphics } from './mindGraphics'
import { openedLink } from './openedLink'
import { OpenedLinks } from './OpenedLinks'
import { beginStart } from './safeMode/beginStart'
import { startGrove } from './startGrove'
import type { Windows } from './Windows'
import { raiseWalls } from './windowSecurity'

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  { scheme: FILE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

/** `grove://join#...`: an invitation. */
const LINK_SCHEME = 'grove'

// Electron makes a menu of its own otherwise, before anything else, which nobody ever sees.
Menu.setApplicationMenu(null)
const options = launchOptions(process.argv, process.cwd())
// A data folder of its own means a profile of its own, else two Groves would share windows and settings of Chromium.
if (options.dataFolder !== undefined && !options.hasOwnProfile) app.setPath('userData', options.dataFolder)

if (app.requestSingleInstanceLock()) start()
else void leaveUnlocked(app.getPath('userData'))

function start(): void {
  let windows: Windows | undefined
  const crashes = keepCrashReports()
  mindGraphics(options)
  let starting: StartWindow | undefined
  const links = new OpenedLinks()
  links.open(openedLink(process.argv))
  // A copy that somebody builds and runs is not what links on their machine should open from then on.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('second-instance', (_event, argv) => {
    const window = windows?.first
    if (window) window.focus()
    else if (starting) starting.focus()
    else windows?.open()
    links.open(openedLink(argv))
  })
  app.on('open-url', (event, link) => {
    event.preventDefault()
    links.open(openedLink([link]))
  })
  app.on('activate', () => {
    if (windows?.all.length === 0) windows.open()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app
    .whenReady()
    .then(async () => {
      const servedUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
      raiseWalls(servedUrl)
      serveAppProtocol(path.join(__dirname, '../renderer'))
      const before = new StartWindow(servedUrl)
      starting = before
      const opened = await openDataFolder({
        usual: app.getPath('userData'),
        given: options.dataFolder,
        talk: before,
        onTrouble: ({ title, text }) => console.error([title, ...text].join('. ')),
      })
      if (!opened) {
        app.exit()
        return
      }
      before.release()
      const { folder } = opened
      const { mode, marker } = await beginStart(folder, nodeEnvironment, options.isSafeMode)
      if (mode === 'quit') {
        app.exit()
        return
      }
      const isSafeMode = mode === 'safe'
      windows = await startGrove({ ...opened, crashes, environment: nodeEnvironment, servedUrl, isSafeMode, marker })
      before.close()
      starting = undefined
      links.serve(windows)
    })
    .catch(async (error: unknown) => {
      const sentence = describeError(AppError.detailOf(error))
      console.error(sentence)
      await dialog.showMessageBox({
        type: 'error',
        message: 'Grove cannot start.',
        detail: sentence,
        buttons: ['Quit'],
      })
      app.exit(1)
    })
}
