import FolderInput from '@lucide/svelte/icons/folder-input'
import Trash2 from '@lucide/svelte/icons/trash-2'
import type { VertexId } from '../../core/tree/ops'
import { counted } from '../ui/counted'
import type { MenuItem } from '../ui/MenuItem'
import type { EntrySelection } from './EntrySelection.svelte'
import type { Workspace } from './Workspace.svelte'

/** What one can do with all that is selected. */
export function selectionMenu(
  workspace: Workspace,
  selection: EntrySelection,
  trash: (ids: readonly VertexId[]) => void,
): MenuItem[] {
  const { actions, live } = workspace
  const ids = live?.space.entries.outermost(selection.ids) ?? []
  const what = counted(ids.length, 'entry', 'entries')
  const disabled = !live
  return [
    { label: `Move ${what} to…`, icon: FolderInput, disabled, run: () => actions.dialogs.open({ kind: 'move', ids }) },
    'separator',
    {
      label: `Move ${what} to trash`,
      icon: Trash2,
      shortcut: 'Delete',
      danger: true,
      disabled,
      run: () => trash(ids),
    },
  ]
}
