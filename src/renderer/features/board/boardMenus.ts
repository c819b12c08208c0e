import ArrowLeft from '@lucide/svelte/icons/arrow-left'
import ArrowRight from '@lucide/svelte/icons/arrow-right'
import ArrowUpRight from '@lucide/svelte/icons/arrow-up-right'
import FileUp from '@lucide/svelte/icons/file-up'
import History from '@lucide/svelte/icons/history'
import PenLine from '@lucide/svelte/icons/pen-line'
import Plus from '@lucide/svelte/icons/plus'
import RotateCcw from '@lucide/svelte/icons/rotate-ccw'
import Trash2 from '@lucide/svelte/icons/trash-2'
import type { BoardColumn } from '../../../apps/board/Board'
import type { VertexId } from '../../../core/tree/ops'
import type { MenuItem } from '../../ui/MenuItem'
import type { BoardView } from './BoardView.svelte'

/** What one can do with a card. */
export function cardMenu(view: BoardView, id: VertexId): MenuItem[] {
  const disabled = !view.canEdit()
  const here = view.columnOf(id)
  const elsewhere: MenuItem[] = view.columns
    .filter((column) => column.id !== here?.id && column.kind === 'column')
    .map((column) => ({
      label: `Move to ${view.columnTitle(column)}`,
      icon: ArrowRight,
      disabled,
      run: () => {
        view.moveCard(id, column.id, 'end')
        void view.focus(id)
      },
    }))
  return [
    { label: 'Open', icon: ArrowUpRight, shortcut: 'Enter', run: () => (view.openCardId = id) },
    { label: 'Rename', icon: PenLine, shortcut: 'F2', disabled, run: () => view.startRename(id) },
    { label: 'Earlier versions…', icon: History, run: () => view.showVersions(id) },
    'separator',
    ...elsewhere,
    ...(elsewhere.length > 0 ? (['separator'] as const) : []),
    { label: 'Delete', icon: Trash2, shortcut: 'Delete', danger: true, disabled, run: () => view.deleteCard(id) },
  ]
}

/** What one can do with a column. */
export function columnMenu(view: BoardView, column: BoardColumn): MenuItem[] {
  const { id, kind } = column
  const disabled = !view.canEdit()
  const columns = view.columns.filter((each) => each.kind === 'column')
  const index = columns.findIndex((each) => each.id === id)
  const [left, right] = [columns[index - 1], columns[index + 1]]
  const leftOver: MenuItem[] =
    kind === 'left-over' ? [{ label: 'Keep this column', icon: RotateCcw, disabled, run: () => view.restore(id) }] : []
  const addFiles = { label: 'Add files…', icon: FileUp, disabled, run: () => void view.files.choose(id) }
  const moves: MenuItem[] = [
    {
      label: 'Move left',
      icon: ArrowLeft,
      shortcut: 'Mod+Left',
      disabled: disabled || !left,
      run: () => left && view.moveColumn(id, { before: left.id }),
    },
    {
      label: 'Move right',
      icon: ArrowRight,
      shortcut: 'Mod+Right',
      disabled: disabled || !right,
      run: () => right && view.moveColumn(id, { after: right.id }),
    },
  ]
  return [
    { label: 'Add a card', icon: Plus, shortcut: 'N', disabled, run: () => view.startAdding(id) },
    ...(kind === 'column' ? [addFiles] : []),
    { label: 'Rename', icon: PenLine, shortcut: 'F2', disabled, run: () => view.startRename(id) },
    'separator',
    ...(kind === 'column' ? moves : leftOver),
    'separator',
    {
      label: column.cardIds.length > 0 ? 'Delete column…' : 'Delete column',
      icon: Trash2,
      shortcut: 'Delete',
      danger: true,
      disabled,
      run: () => view.deleteColumn(column),
    },
  ]
}
