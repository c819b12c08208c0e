import FileText from '@lucide/svelte/icons/file-text'
import Hash from '@lucide/svelte/icons/hash'
import Link from '@lucide/svelte/icons/link'
import type { VertexId } from '../../../core/tree/ops'
import type { Workspace } from '../../state/Workspace.svelte'
import type { MenuItem } from '../../ui/MenuItem'

/** The ways in which an entry is taken elsewhere, as its row's menu shows them. */
export function takingItems(workspace: Workspace, id: VertexId): MenuItem[] {
  const { clipboard, printing, entries, live } = workspace
  const disabled = !live
  const isDocument = entries.entry(id)?.kind === 'entry'
  return [
    ...(isDocument && printing.canSavePdf
      ? [{ label: 'Save as PDF…', icon: FileText, disabled, run: () => void printing.savePdf(id) }]
      : []),
    { label: 'Copy link', icon: Link, run: () => void clipboard.copyLink(id) },
    ...(isDocument
      ? [{ label: 'Copy as Markdown', icon: Hash, disabled, run: () => void clipboard.copyMarkdown(id) }]
      : []),
  ]
}
