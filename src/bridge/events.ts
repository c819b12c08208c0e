import type { SearchProgress } from '../core/search/SearchIndex'
import type { VaultProgress } from '../core/space/VaultControl'
import type { AppSettings, SpaceSummary, StartScreen, UpdatesSummary } from './summaries'
import type { KeysState, ServerSummary, SpaceSyncSummary } from './syncSummaries'

/** What main tells a window unasked. */
export interface EventTypes {
  'sync.changed': readonly SpaceSyncSummary[]
  'servers.changed': readonly ServerSummary[]
  'keys.changed': KeysState
  'start.changed': StartScreen
  /** "Diagnostics…" was chosen. */
  'diagnostics.show': null
  'diagnostics.progress': { readonly done: number; readonly total: number }
  /** A link of ours was opened: to join a space, or to a place in one. */
  'link.opened': string
  'spaces.changed': readonly SpaceSummary[]
  'settings.changed': AppSettings
  'updates.changed': UpdatesSummary
  /** "Check for Updates…" was chosen. */
  'updates.show': null
  /** How much of a space can be found; null when all of it can. Told while it is being read. */
  'search.progress': { readonly spaceId: string; readonly progress: SearchProgress | null }
  'import.progress': { readonly planId: string } & VaultProgress
  'export.progress': { readonly exportId: string } & VaultProgress
  /** A menu item or its shortcut was used in this window. */
  'menu.command': MenuCommand
  /** The window is about to close: send what is unsent, then answer with `closing`. */
  'window.closing': null
}
export type EventName = keyof EventTypes

export type MenuCommand =
  | 'new-page'
  | 'new-board'
  | 'new-folder'
  | 'new-space'
  | 'export-space'
  | 'print'
  | 'save-pdf'
  | 'copy-link'
  | 'copy-markdown'
  | 'import-folder'
  | 'quick-open'
  | 'search'
  | 'find'
  | 'find-next'
  | 'find-previous'
  | 'replace'
  | 'toggle-sidebar'
  | 'undo'
  | 'redo'
  | 'rename'
  | 'duplicate'
  | 'move-to-trash'
  | 'earlier-versions'
  | 'show-trash'
  | 'space-settings'
  | 'sync-panel'
  | 'connect-server'
  | 'join-space'
  | 'keyboard-shortcuts'
  | 'licenses'
  | 'go-back'
  | 'go-forward'
