import { BOARD_APP } from '../../apps/board/Board'
import { newBoard } from '../../apps/board/newBoard'
import type { NewPageOptions, Space } from '../../core/space/Space'
import type { EarlierValue } from '../../core/space/versions/earlierValues'
import type { VertexId } from '../../core/tree/ops'
import { chooseFiles } from '../ui/chooseFiles'
import { counted } from '../ui/counted'
import type { DroppedFiles } from '../ui/droppedFiles'
import type { Confirmation, Dialogs } from './Dialogs.svelte'
import { offerUndo } from './offerUndo'
import { putFiles, type FilesPlace } from './putFiles'
import type { Toasts } from './Toasts.svelte'
import type { Workspace } from './Workspace.svelte'

/** What a person does to entries, from wherever: the sidebar, the menu, a page. Says what happened and offers the way back. */
export class EntryActions {
  constructor(
    readonly workspace: Workspace,
    readonly toasts: Toasts,
    readonly dialogs: Dialogs,
  ) {}

  /** Makes a page and goes there, with its title ready to be typed; as soon as the space is live. */
  newPage(parentId: VertexId | undefined, name = ''): void {
    this.#whenLive((space) => this.#newDocument(space, parentId, name, {}))
  }

  /** The same with a board. */
  newBoard(parentId: VertexId | undefined, name = ''): void {
    this.#whenLive((space) => {
      const write: NewPageOptions['write'] = ({ tree }) => newBoard(tree, space.environment)
      this.#newDocument(space, parentId, name, { appId: BOARD_APP, write })
    })
  }

  /** Makes a folder whose name is typed in the sidebar. */
  newFolder(parentId: VertexId | undefined): void {
    this.#whenLive((space) => {
      const parent = parentId ?? space.contentId
      const id = space.entries.createFolder(parent, 'New folder')
      this.workspace.expansion.set(parent, true)
      this.workspace.renamingId = id
    })
  }

  /** Asks for files, and adds them. */
  async chooseFiles(parentId: VertexId | undefined): Promise<void> {
    const files = this.workspace.adding.mayAdd ? await chooseFiles() : []
    if (files) this.addFiles({ parentId }, { files, folderCount: 0 })
  }

  /** Files from the system become entries, as soon as they are stored. */
  addFiles(place: FilesPlace, dropped: DroppedFiles): void {
    this.#whenLive(({ entries, contentId }) => {
      void this.workspace.adding.add(dropped, (stored) => {
        const parentId = putFiles(entries, place, stored)
        if (parentId !== contentId) this.workspace.expansion.set(parentId, true)
        const [only] = stored.length === 1 ? stored : []
        const folder = entries.get(parentId)?.name
        const what = only ? `"${only.name}"` : counted(stored.length, 'file')
        this.offerUndo(`Added ${what}${folder === undefined ? '' : ` to "${folder}"`}`)
      })
    })
  }

  /** Where a page made from the menu goes: into the open folder, or beside the open page. */
  get placeForNew(): VertexId | undefined {
    const id = this.workspace.navigation.entryId
    const entry = id === undefined ? undefined : this.workspace.live?.space.entries.get(id)
    if (!entry || !this.workspace.live?.space.entries.isLive(entry.id)) return undefined
    return entry.kind === 'folder' ? entry.id : entry.parentId
  }

  /** A page has earlier versions; of other entries there are earlier names. */
  hasVersions(id: VertexId): boolean {
    const entry = this.workspace.entries.entry(id)
    return entry?.treeId !== undefined && entry.appId !== BOARD_APP
  }

  /** Over the page, so that it is seen to change. */
  showVersions(id: VertexId): void {
    const { navigation, live } = this.workspace
    if (!live) return
    if (!this.hasVersions(id)) {
      this.dialogs.open({ kind: 'names', id })
      return
    }
    if (navigation.entryId !== id) navigation.open(id)
    this.dialogs.open({ kind: 'versions', id })
  }

  /** What an entry or the space was called or looked like before is so again. */
  takeBack(id: VertexId, { key, value }: EarlierValue): void {
    const entries = this.workspace.live?.space.entries
    if (!entries) return
    const label = key === 'name' ? 'Rename' : key === 'icon' ? 'Change icon' : 'Change colour'
    entries.setProperty(id, key, value, label)
    this.offerUndo(
      key === 'name' ? `Called "${value}" again` : key === 'icon' ? `Icon ${value} again` : 'Colour as before',
    )
  }

  rename(id: VertexId, name: string): void {
    this.workspace.live?.space.entries.rename(id, name.trim())
  }

  trash(id: VertexId): void {
    const entries = this.workspace.live?.space.entries
    const entry = entries?.get(id)
    if (!entries || !entry) return
    entries.trash(id)
    this.offerUndo(`Moved "${entry.name}" to trash`)
  }

  /** Says what was done to entries just now. */
  offerUndo(text: string): void {
    const history = this.workspace.live?.space.entries.history
    if (history) offerUndo(this.toasts, text, history, () => this.undo())
  }

  restore(id: VertexId): void {
    const entries = this.workspace.live?.space.entries
    const entry = entries?.get(id)
    if (!entries || !entry) return
    const from = this.workspace.live?.space.tree.property(id, 'trashedFrom')
    entries.restore(id)
    const parentId = entries.get(id)?.parentId
    const folder = parentId === undefined ? undefined : entries.get(parentId)?.name
    const isElsewhere = typeof from === 'string' && from !== parentId
    const place = folder === undefined ? '' : ` to "${folder}"`
    const why = isElsewhere ? ' to the top: the folder it was in is not there any more' : place
    this.toasts.note(`Restored "${entry.name}"${why}`, { label: 'Open', run: () => this.workspace.navigation.open(id) })
  }

  /** `nextFocus`: what has the keyboard after the question, whatever was answered. */
  deleteForever(id: VertexId, nextFocus: Confirmation['nextFocus']): void {
    const entries = this.workspace.live?.space.entries
    const entry = entries?.get(id)
    if (!entries || !entry) return
    this.dialogs.confirm({
      title: `Delete "${entry.name}" for ever?`,
      text: entry.hasChildren
        ? 'It and everything inside it will be gone. This cannot be undone.'
        : 'This cannot be undone.',
      action: 'Delete for ever',
      run: () => entries.deleteForever(id),
      ...(nextFocus && { nextFocus }),
    })
  }

  emptyTrash(nextFocus: Confirmation['nextFocus']): void {
    const live = this.workspace.live
    if (!live) return
    const count = live.space.entries.children(live.trashId).length
    this.dialogs.confirm({
      title: 'Empty the trash?',
      text: `${count === 1 ? 'One entry' : `${count} entries`} and everything inside will be gone. This cannot be undone.`,
      action: 'Empty trash',
      run: () => live.space.entries.emptyTrash(),
      ...(nextFocus && { nextFocus }),
    })
  }

  /** What was done to the open document comes before what was done to entries, unless the keyboard is in the sidebar. */
  undoLatest(which: 'undo' | 'redo', isInSidebar: boolean): void {
    const label = isInSidebar ? undefined : this.workspace.documentHistory?.[which]()
    if (label === undefined) this[which]()
    else this.toasts.note(`${which === 'undo' ? 'Undid' : 'Did again'}: ${label}`)
  }

  undo(): void {
    const history = this.workspace.live?.space.entries.history
    const label = history?.state.current.undoLabel
    if (history?.undo()) this.toasts.note(`Undid: ${label ?? 'last change'}`)
  }

  redo(): void {
    const history = this.workspace.live?.space.entries.history
    const label = history?.state.current.redoLabel
    if (history?.redo()) this.toasts.note(`Did again: ${label ?? 'last change'}`)
  }

  openInNewWindow(entryId: VertexId): void {
    this.workspace.bridge
      .request('window.open', { spaceId: this.workspace.id, entryId })
      .catch((error: unknown) => this.toasts.problem(error))
  }

  #newDocument(space: Space, parentId: VertexId | undefined, name: string, options: NewPageOptions): void {
    const parent = parentId ?? space.contentId
    const { entryId } = space.createPage(parent, name, options)
    this.workspace.expansion.set(parent, true)
    this.workspace.navigation.freshId = entryId
    this.workspace.navigation.open(entryId)
  }

  #whenLive(run: (space: Space) => void): void {
    const space = this.workspace.live?.space
    if (space) return run(space)
    void this.workspace.whenLive().then(() => {
      if (this.workspace.live) run(this.workspace.live.space)
    })
  }
}
