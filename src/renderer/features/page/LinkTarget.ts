import { splitAnchor } from '../../../apps/page/markdown/LinkPath'
import type { Entry } from '../../../core/space/Entry'
import type { PageHost } from './PageHost'
import type { ShownNode } from './nodeViews/SvelteNodeView.svelte'

/** Where a page link or embed leads, as things stand now: read in a component, it follows renames and deletions. */
export class LinkTarget {
  constructor(
    readonly shown: ShownNode,
    readonly host: PageHost,
  ) {}

  /** The page, unless it is in the trash, deleted, or was never found. A link that is only an anchor means this page. */
  get entry(): Entry | undefined {
    const id = this.shown.text('entryId') ?? (this.#written.startsWith('#') ? this.host.pageId : undefined)
    if (id === undefined || !this.host.live.isLiveEntry(id)) return undefined
    return this.host.live.entry(id)
  }

  /** A label, else the page's name and the heading's; within the page the heading's says enough. */
  get text(): string {
    const label = this.shown.text('label')
    if (label !== undefined) return label
    const { entry } = this
    const headings = (this.shown.text('anchor') ?? '').split('#').filter((part) => part !== '' && !part.startsWith('^'))
    const heading = headings.at(-1)
    if (entry?.id === this.host.pageId && heading !== undefined) return heading
    return [entry?.name ?? this.lastKnownName, ...headings].join(' › ')
  }

  get lastKnownName(): string {
    const id = this.shown.text('entryId')
    const trashed = id === undefined ? undefined : this.host.live.entry(id)?.name
    return trashed ?? (splitAnchor(this.#written).path || 'Missing page')
  }

  open(event: MouseEvent): void {
    const { entry } = this
    const { workspace } = this.host
    if (!entry) this.#offerToCreate()
    else if (event.ctrlKey || event.metaKey) workspace.actions.openInNewWindow(entry.id)
    else workspace.navigation.open(entry.id, this.shown.text('anchor'))
  }

  get #written(): string {
    return this.shown.text('target') ?? ''
  }

  #offerToCreate(): void {
    const name = this.lastKnownName.split('/').at(-1)?.replace(/\.md$/, '')
    if (!name || this.shown.text('entryId') !== undefined || !this.shown.editor.isEditable) {
      this.host.toasts.note('This page is in the trash or was deleted.')
      return
    }
    const { workspace, live, pageId } = this.host
    this.host.dialogs.confirm({
      title: `Create "${name}"?`,
      text: 'There is no page of this name yet.',
      action: 'Create page',
      tone: 'primary',
      run: () => {
        const parentId = live.space.entries.get(pageId)?.parentId ?? live.contentId
        const { entryId } = live.space.createPage(parentId, name)
        this.shown.setAttributes({ entryId })
        workspace.navigation.open(entryId)
      },
    })
  }
}
