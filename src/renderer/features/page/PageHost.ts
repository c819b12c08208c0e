import type { VertexId } from '../../../core/tree/ops'
import type { Dialogs } from '../../state/Dialogs.svelte'
import type { LiveEntries } from '../../state/LiveEntries'
import type { Toasts } from '../../state/Toasts.svelte'
import type { Workspace } from '../../state/Workspace.svelte'

/** What the parts of a page's editor may reach. ProseMirror makes node views, so no Svelte context gets to them. */
export interface PageHost {
  /** The entry the text belongs to. */
  readonly pageId: string
  readonly live: LiveEntries
  readonly workspace: Workspace
  readonly toasts: Toasts
  readonly dialogs: Dialogs
  /** Notes what the text links to: each once, in a fixed order. */
  readonly keepLinks: (links: readonly VertexId[]) => void
}
