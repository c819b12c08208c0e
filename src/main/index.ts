import { app, dialog, protocol } from 'electron'
import { APP_SCHEME, FILE_SCHEME } from '../bridge/channels'
import { AppError, describeError } from '../core/AppError'
import { DataFolder } from '../layers/runtime/DataFolder'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { launchOptions } from './launchOptions'
import { openedLink } from './openedLink'
import { OpenedLinks } from './OpenedLinks'
import { startGrove } from './startGrove'
import type { Windows } from './Windows'

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  { scheme: FILE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
])

/** `grove://join#...`: an invitation. */
const LINK_SCHEME = 'grove'

const options = launchOptions(process.argv, process.cwd())
// A data folder of its own means a profile of its own, else two Groves would share windows and settings of Chromium.
if (options.dataFolder !== undefined && !options.hasOwnProfile) app.setPath('userData', options.dataFolder)
const folder = new DataFolder(options.dataFolder ?? app.getPath('userData'))

if (app.requestSingleInstanceLock()) start()
else app.quit()

function start(): void {
  let windows: Windows | undefined
  const links = new OpenedLinks()
  links.open(openedLink(process.argv))
  // A copy that somebody builds and runs is not what links on their machine should open from then on.
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME)
  app.on('second-instance', (_event, argv) => {
    const window = windows?.first
    if (window) window.focus()
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
      const lock = SpaceFolderLock.acquire(folder.root)
      const servedUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
      windows = await startGrove({ folder, lock, environment: nodeEnvironment, servedUrl })
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
