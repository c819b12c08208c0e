import type { RequestOf } from '../../../bridge/contract'
import { mimeTypeOf } from '../../../apps/page/markdown/fileKind'
import { fileAddress } from '../../state/fileAddress'
import type { AddressBar } from './AddressBar'

type Names = 'window.open' | 'window.place' | 'window.title' | 'files.open' | 'shell.openExternal'

/** What a tab does by itself, at once: a browser opens a tab only while it handles a click. */
export type PageRequests = { readonly [N in Names]: (question: RequestOf<N>) => void }

export function pageRequests(address: AddressBar): PageRequests {
  return {
    'window.open': (place) =>
      openTab(address.hrefOf({ spaceId: place.spaceId ?? null, entryId: place.entryId ?? null })),
    'window.place': (place) => address.show(place),
    // The page sets its own title, and a browser shows that.
    'window.title': () => undefined,
    'files.open': ({ spaceId, hash, name }) => {
      const link = document.createElement('a')
      link.href = fileAddress(spaceId, hash, mimeTypeOf(name))
      link.download = name
      link.click()
    },
    'shell.openExternal': ({ url }) => openTab(url),
  }
}

function openTab(href: string): void {
  window.open(href, '_blank', 'noopener,noreferrer')
}
