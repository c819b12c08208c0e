import { BOARD_APP } from '../../apps/board/Board'
import { newBoard } from '../../apps/board/newBoard'
import type { NewPageOptions, Space } from '../../core/space/Space'
import type { EarlierValue } from '../../core/space/versions/earlierValues'
import type { VertexId } from '../../core/tree/ops'
import type { Placement } from '../../core/tree/siblingOrder'
import { chooseFiles } from '../ui/chooseFiles'
import { counted } from '../ui/counted'
import type { DroppedFiles } from '../ui/droppedFiles'
import type { Confirmation, Dialogs } from './Dialogs.svelte'
import { offerUndo } from './offerUndo'
import { putFiles, type FilesPlace } from './putFiles'
import { SlicedWork } from './SlicedWork'
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

  /** Of entries of which one lies in another, the outer one. */
  trash(ids: readonly VertexId[]): void {
    const entries = this.workspace.live?.space.entries
    const going = entries?.outermost(ids) ?? []
    const name = this.#nameOf(going)
    if (!entries || name === undefined) return
    entries.inOneStep('Move to trash', () => going.forEach((id) => entries.trash(id)))
    this.offerUndo(going.length === 1 ? `Moved ${name} to trash` : `${name} are in the trash`)
  }

  /** Those that `parentId` is or lies in stay where they are. Returns those that went, outermost only. */
  move(ids: readonly VertexId[], parentId: VertexId, placement?: Placement): VertexId[] {
    const entries = this.workspace.live?.space.entries
    const moved = entries?.moveAll(entries.outermost(ids), parentId, placement) ?? []
    if (moved.length > 0 && placement === undefined) this.workspace.expansion.set(parentId, true)
    return moved
  }

  /** Says what was done to entries just now. */
  offerUndo(text: string): void {
    const history = this.workspace.live?.space.entries.history
    if (history) offerUndo(this.toasts, text, history, () => this.undo())
  }

  restore(ids: readonly VertexId[]): void {
    const { live, navigation } = this.workspace
    const entries = live?.space.entries
    const name = this.#nameOf(ids)
    if (!entries || name === undefined) return
    const from = ids.map((id) => entries.tree.property(id, 'trashedFrom'))
    entries.inOneStep('Restore', () => ids.forEach((id) => entries.restore(id)))
    const homes = ids.map((id) => entries.tree.parentOf(id))
    const strays = homes.filter((home, at) => typeof from[at] === 'string' && from[at] !== home).length
    const [home] = homes
    const folder = typeof home === 'string' && new Set(homes).size === 1 ? entries.get(home)?.name : undefined
    const place = folder === undefined ? '' : ` to "${folder}"`
    if (ids.length > 1) {
      const why = strays === 0 ? place : `; ${strays} of them to the top: their folder is not there any more`
      this.offerUndo(`Restored ${name}${why}`)
      return
    }
    const why = strays > 0 ? ' to the top: the folder it was in is not there any more' : place
    const [id] = ids
    this.toasts.note(`Restored ${name}${why}`, { label: 'Open', run: () => id !== undefined && navigation.open(id) })
  }

  /** `nextFocus`: what has the keyboard after the question, whatever was answered. */
  deleteForever(ids: readonly VertexId[], nextFocus: Confirmation['nextFocus']): void {
    const entries = this.workspace.live?.space.entries
    const name = this.#nameOf(ids)
    if (!entries || name === undefined) return
    const isFull = ids.some((id) => entries.tree.childIds(id).length > 0)
    const all = ids.length === 1 ? 'It and everything inside it' : 'They and everything inside them'
    this.dialogs.confirm({
      title: `Delete ${name} for ever?`,
      text: `${isFull ? `${all} will be gone. ` : ''}This cannot be undone.`,
      action: 'Delete for ever',
      run: () => this.#deleteInTurns(ids),
      ...(nextFocus && { nextFocus }),
    })
  }

  emptyTrash(nextFocus: Confirmation['nextFocus']): void {
    const live = this.workspace.live
    if (!live) return
    const ids = live.space.entries.tree.childIds(live.trashId)
    const many = ids.length === 1 ? 'One entry' : counted(ids.length, 'entry', 'entries')
    this.dialogs.confirm({
      title: 'Empty the trash?',
      text: `${many} and everything inside will be gone. This cannot be undone.`,
      action: 'Empty trash',
      run: () => this.#deleteInTurns(ids),
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

  /** What is not in the trash any more by then was restored, and stays. */
  #deleteInTurns(ids: readonly VertexId[]): Promise<void> {
    const { live, openSpace } = this.workspace
    const entries = live?.space.entries
    return new Promise((resolve) => {
      if (!entries) return resolve()
      new SlicedWork(openSpace.environment.timers).begin(entries.deletingForever(ids), resolve)
    })
  }

  /** `"Pear"`, or `3 entries`; undefined for nothing. */
  #nameOf(ids: readonly VertexId[]): string | undefined {
    const [id] = ids
    const entry = id === undefined ? undefined : this.workspace.live?.space.entries.get(id)
    if (ids.length > 1) return counted(ids.length, 'entry', 'entries')
    return entry && `"${entry.name}"`
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
