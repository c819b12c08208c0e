import { mimeTypeOf } from '../../../apps/page/markdown/fileKind'
import { AppError } from '../../../core/AppError'
import type { SpaceHost } from '../../../core/sync/SpaceHost'
import type { GroveHome } from '../../../home/GroveHome'
import type { RequestHandlers } from '../../../home/requests/answerRequest'
import type { HomeRequestName } from '../../../home/requests/homeRequests'
import type { Settings } from '../../../home/Settings'
import type { BrowserFiles } from './BrowserFiles'
import type { Tab } from './Tab'

/** Everything that homes do not answer alike. */
type Handlers = Omit<RequestHandlers<Tab>, HomeRequestName | 'search.find'>

export interface TabRequestParts {
  readonly home: GroveHome
  readonly host: SpaceHost
  readonly settings: Settings
  readonly files: BrowserFiles
}

const MAX_FILE_BYTES = 200 * 1024 * 1024

/** What a tab asks of its home, beyond what every home answers the same way. */
export function tabRequests({ home, host, settings, files }: TabRequestParts): Handlers {
  const { catalogue, desk } = home
  return {
    ...elsewhere,
    'app.info': () => ({
      version: import.meta.env.GROVE_VERSION,
      electron: '',
      platform: 'browser',
      dataFolder: 'this browser',
      home: 'browser',
      systemUserName: '',
    }),
    'settings.get': () => settings.value.current,
    'settings.set': (changes) => settings.change(changes),
    'spaces.list': () => catalogue.list(),
    'spaces.create': (look) => catalogue.create(look),
    'spaces.attach': async ({ spaceId }, tab) => {
      await catalogue.hold(spaceId)
      tab.attach(host, spaceId)
      return null
    },
    'files.add': async ({ spaceId, name, bytes }) => {
      if (bytes.byteLength > MAX_FILE_BYTES) {
        throw new AppError({ code: 'too-large', what: name, sizeBytes: bytes.byteLength, limitBytes: MAX_FILE_BYTES })
      }
      const stored = await files.of(spaceId).put(new Uint8Array(bytes))
      desk.fileAdded(spaceId, stored.hash)
      return { ...stored, mimeType: mimeTypeOf(name) }
    },
  }
}

function notHere(): never {
  throw new AppError({ code: 'bad-request', reason: 'only the desktop app can reach folders' })
}

function updatedByBrowser(): never {
  throw new AppError({ code: 'bad-request', reason: 'the browser brings new versions by itself' })
}

function byThePage(): never {
  throw new AppError({ code: 'bad-request', reason: 'the page does this by itself' })
}

/** A browser has no folders to choose from, and windows belong to its tabs. */
const elsewhere = {
  'spaces.stopReadying': notHere,
  'backup.add': notHere,
  'backup.choose': notHere,
  'backup.restore': notHere,
  'folder.show': notHere,
  'pdf.save': notHere,
  'pdf.show': notHere,
  'dataFolder.state': notHere,
  'dataFolder.choose': notHere,
  'dataFolder.use': notHere,
  'dataFolder.removeOld': notHere,
  'diagnostics.collect': notHere,
  'diagnostics.cancel': notHere,
  'diagnostics.save': notHere,
  'diagnostics.showCrashes': notHere,
  'start.look': byThePage,
  'start.choose': byThePage,
  'import.choose': byThePage,
  'import.run': byThePage,
  'import.cancel': byThePage,
  'import.undo': byThePage,
  'export.choose': byThePage,
  'export.run': byThePage,
  'export.cancel': byThePage,
  'export.show': byThePage,
  'files.open': byThePage,
  'window.open': byThePage,
  'window.place': byThePage,
  'window.title': byThePage,
  'window.usable': () => null,
  'updates.state': updatedByBrowser,
  'updates.check': updatedByBrowser,
  'updates.download': updatedByBrowser,
  'updates.cancel': updatedByBrowser,
  'updates.install': updatedByBrowser,
  'app.restart': updatedByBrowser,
  'shell.openExternal': byThePage,
}
