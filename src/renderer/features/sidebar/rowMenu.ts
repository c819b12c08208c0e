import AppWindow from '@lucide/svelte/icons/app-window'
import ArrowUpRight from '@lucide/svelte/icons/arrow-up-right'
import Copy from '@lucide/svelte/icons/copy'
import FileOutput from '@lucide/svelte/icons/file-output'
import FilePlus from '@lucide/svelte/icons/file-plus'
import FileUp from '@lucide/svelte/icons/file-up'
import Files from '@lucide/svelte/icons/files'
import History from '@lucide/svelte/icons/history'
import FolderInput from '@lucide/svelte/icons/folder-input'
import FolderPlus from '@lucide/svelte/icons/folder-plus'
import FolderUp from '@lucide/svelte/icons/folder-up'
import ListChecks from '@lucide/svelte/icons/list-checks'
import PenLine from '@lucide/svelte/icons/pen-line'
import Smile from '@lucide/svelte/icons/smile'
import SquareKanban from '@lucide/svelte/icons/square-kanban'
import Trash2 from '@lucide/svelte/icons/trash-2'
import { takingItems } from './takingItems'
import type { VertexId } from '../../../core/tree/ops'
import type { Dialogs } from '../../state/Dialogs.svelte'
import type { MenuItem } from '../../ui/MenuItem'
import { selectionMenu } from '../../state/selectionMenu'
import type { SidebarTree } from './SidebarTree.svelte'

/** What one can do with a row, or with all that is selected if it is of them, as its context menu shows it. */
export function rowMenu(tree: SidebarTree, id: VertexId, dialogs: Dialogs): MenuItem[] {
  const { actions, copying, navigation, entries } = tree.workspace
  if (tree.with(id).length > 1) return selectionMenu(tree.workspace, tree.selection, (ids) => tree.trash(ids))
  const canHold = entries.entry(id)?.kind !== 'file'
  const disabled = !tree.workspace.live
  const inside: MenuItem[] = canHold
    ? [
        { label: 'New page inside', icon: FilePlus, disabled, run: () => actions.newPage(id) },
        { label: 'New board inside', icon: SquareKanban, disabled, run: () => actions.newBoard(id) },
        { label: 'New folder inside', icon: FolderPlus, disabled, run: () => actions.newFolder(id) },
        { label: 'Add files…', icon: FileUp, disabled, run: () => void actions.chooseFiles(id) },
        'separator',
      ]
    : []
  return [
    { label: 'Open', icon: ArrowUpRight, shortcut: 'Enter', run: () => navigation.open(id) },
    { label: 'Open in new window', icon: AppWindow, run: () => actions.openInNewWindow(id) },
    { label: 'Select', icon: ListChecks, run: () => tree.selection.beginWith(id) },
    'separator',
    ...inside,
    { label: 'Rename', icon: PenLine, shortcut: 'F2', disabled, run: () => tree.startRename(id) },
    { label: 'Change icon…', icon: Smile, disabled, run: () => dialogs.open({ kind: 'icon', id }) },
    { label: 'Duplicate', icon: Copy, shortcut: 'Mod+D', disabled, run: () => void copying.duplicate(id) },
    { label: 'Move to…', icon: FolderInput, disabled, run: () => dialogs.open({ kind: 'move', ids: [id] }) },
    { label: 'Copy to another space…', icon: Files, disabled, run: () => dialogs.open({ kind: 'copy-elsewhere', id }) },
    {
      label: 'Move to another space…',
      icon: FileOutput,
      disabled,
      run: () => dialogs.open({ kind: 'move-elsewhere', id }),
    },
    {
      label: actions.hasVersions(id) ? 'Earlier versions…' : 'Earlier names…',
      icon: History,
      disabled,
      run: () => actions.showVersions(id),
    },
    { label: 'Export…', icon: FolderUp, disabled, run: () => dialogs.open({ kind: 'export', id }) },
    ...takingItems(tree.workspace, id),
    'separator',
    { label: 'Move to trash', icon: Trash2, shortcut: 'Delete', danger: true, disabled, run: () => tree.trash([id]) },
  ]
}
