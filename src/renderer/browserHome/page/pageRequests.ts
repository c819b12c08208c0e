import type { RequestName, RequestOf, ResponseOf } from '../../../bridge/contract'
import { mimeTypeOf } from '../../../apps/page/markdown/fileKind'
import { fileAddress } from '../../state/fileAddress'
import type { AddressBar } from './AddressBar'
import type { BrowserBridge } from './BrowserBridge'
import { startDownload } from './startDownload'
import { TabExports } from './TabExports'
import { TabImports } from './TabImports'

/**
 * What a tab does by itself, and begins at once: a browser opens a tab, or lets a person choose a file or folder, only while it handles
 * a click. They throw or reject with AppError.
 */
export type PageRequests = {
  readonly [N in RequestName]?: (
    question: RequestOf<N>,
    bridge: BrowserBridge,
  ) => ResponseOf<N> | Promise<ResponseOf<N>>
}

export function pageRequests(address: AddressBar): PageRequests {
  const exports = new TabExports()
  const imports = new TabImports()
  return {
    'window.open': (place) =>
      openTab(address.hrefOf({ spaceId: place.spaceId ?? null, entryId: place.entryId ?? null })),
    'window.place': (place) => {
      address.show(place)
      return null
    },
    // The page sets its own title, and a browser shows that.
    'window.title': () => null,
    'files.open': ({ spaceId, hash, name }) => {
      startDownload(fileAddress(spaceId, hash, mimeTypeOf(name)), name)
      return null
    },
    'shell.openExternal': ({ url }) => openTab(url),
    'import.choose': (_question, bridge) => imports.choose(bridge),
    'import.run': (question, bridge) => imports.run(question, bridge),
    'import.cancel': (question) => {
      imports.cancel(question)
      return null
    },
    'import.undo': (question, bridge) => imports.undo(question, bridge),
    'export.choose': (question) => exports.choose(question),
    'export.run': (question, bridge) => exports.run(question, bridge),
    'export.cancel': (question) => {
      exports.cancel(question)
      return null
    },
    'export.show': (question) => {
      exports.show(question)
      return null
    },
  }
}

function openTab(href: string): null {
  window.open(href, '_blank', 'noopener,noreferrer')
  return null
}
