import type { Entry } from '../../../core/space/Entry'
import type { PageHost } from './PageHost'
import type { ShownNode } from './nodeViews/SvelteNodeView.svelte'

/** Where a page link or embed leads, as things stand now: read in a component, it follows renames and deletions. */
export class LinkTarget {
  constructor(
    readonly shown: ShownNode,
    readonly host: PageHost,
  ) {}

  /** The page, unless it is in the trash, deleted, or was never found. */
  get entry(): Entry | undefined {
    const id = this.shown.text('entryId')
    if (id === undefined || !this.host.live.isLiveEntry(id)) return undefined
    return this.host.live.entry(id)
  }

  get text(): string {
    return this.shown.text('label') ?? this.entry?.name ?? this.lastKnownName
  }

  get lastKnownName(): string {
    const id = this.shown.text('entryId')
    const trashed = id === undefined ? undefined : this.host.live.entry(id)?.name
    return trashed ?? this.shown.text('target') ?? 'Missing page'
  }

  open(event: MouseEvent): void {
    const { entry } = this
    const { workspace } = this.host
    if (!entry) this.#offerToCreate()
    else if (event.ctrlKey || event.metaKey) workspace.actions.openInNewWindow(entry.id)
    else workspace.navigation.open(entry.id)
  }

  #offerToCreate(): void {
    const name = (this.shown.text('target') ?? this.lastKnownName)
      .split('#')[0]
      ?.split('/')
      .at(-1)
      ?.replace(/\.md$/, '')
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
