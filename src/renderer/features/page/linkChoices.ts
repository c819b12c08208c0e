import Hash from '@lucide/svelte/icons/hash'
import { splitAnchor } from '../../../apps/page/markdown/LinkPath'
import { findPages, type PageChoice } from './findPages'
import type { PageHost } from './PageHost'

/** What `[[` and the text after it may mean: `Page`, `Page#Heading`, or `#Heading` of this page. */
export async function linkChoices(host: PageHost, query: string, signal: AbortSignal): Promise<PageChoice[]> {
  const { path, anchor } = splitAnchor(query)
  const self = host.live.space.entries.get(host.pageId)
  if (path === '' && anchor !== null && self) {
    return [{ id: 'self', entryId: host.pageId, anchor, label: self.name, detail: `#${anchor}`, icon: Hash }]
  }
  const choices = await findPages(host.workspace, path, signal)
  return choices.map((choice) => ({ ...choice, anchor }))
}
