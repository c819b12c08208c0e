import type { ErrorDetail } from '../AppError'
import type { LayerStatus } from '../persistence/PersistenceLayer'

/** What a person is told about their latest changes. `saved` means: durable in the journal, all of them. */
export interface SaveState {
  readonly state: 'saved' | 'saving' | 'failing'
  readonly pendingOps: number
  readonly lastError: ErrorDetail | null
}

/** Computed from what is unsent here and what the journal has acknowledged, never guessed (SPEC SP5). */
export function saveStateOf(journal: LayerStatus, hasUnsent: boolean, unsavable: ErrorDetail | null): SaveState {
  const { pendingOps, lastError } = journal
  if (unsavable) return { state: 'failing', pendingOps, lastError: unsavable }
  if (journal.state === 'failing') return { state: 'failing', pendingOps, lastError }
  if (journal.state !== 'ready' && (pendingOps > 0 || hasUnsent)) {
    return {
      state: journal.state === 'opening' ? 'saving' : 'failing',
      pendingOps,
      lastError: lastError ?? { code: 'disconnected' },
    }
  }
  return { state: pendingOps > 0 || hasUnsent ? 'saving' : 'saved', pendingOps, lastError }
}
