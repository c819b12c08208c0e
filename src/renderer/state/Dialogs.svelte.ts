import type { BoardEdits } from '../../apps/board/BoardEdits'
import type { RemoteSpaceSummary } from '../../bridge/contract'
import type { VertexId } from '../../core/tree/ops'

export interface Confirmation {
  readonly title: string
  readonly text: string
  /** The words on the button that does it. */
  readonly action: string
  /** `danger` unless said otherwise. */
  readonly tone?: 'primary' | 'danger'
  /** The dialog stays until what this returns has settled, and says why when it rejects. */
  readonly run: () => unknown
  /** What has the keyboard afterwards, where what had it may be gone by then. */
  readonly nextFocus?: () => HTMLElement | null | undefined
}

/** A card of a board that is open. */
export interface OpenCard {
  readonly id: VertexId
  readonly edits: BoardEdits
  /** What its notes link to now. */
  readonly keepLinks: (links: readonly VertexId[]) => void
}

export type DialogRequest =
  | { readonly kind: 'quick-open' }
  | { readonly kind: 'search'; readonly text?: string }
  | { readonly kind: 'new-space' }
  | { readonly kind: 'space-look' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'import' }
  /** Left out: all of the space. */
  | { readonly kind: 'export'; readonly id?: VertexId }
  | { readonly kind: 'move'; readonly ids: readonly VertexId[] }
  | { readonly kind: 'copy-elsewhere' | 'move-elsewhere'; readonly id: VertexId }
  | { readonly kind: 'icon'; readonly id: VertexId }
  /** Of a page, or of a card of a board. */
  | { readonly kind: 'versions'; readonly id: VertexId; readonly card?: OpenCard }
  /** Of an entry, or of the vertex that names the space. */
  | { readonly kind: 'names'; readonly id: VertexId }
  | { readonly kind: 'embed'; readonly pick: (id: VertexId, name: string) => void }
  | { readonly kind: 'connect'; readonly url?: string }
  | { readonly kind: 'servers' }
  | { readonly kind: 'server'; readonly url: string }
  | { readonly kind: 'bring'; readonly url: string; readonly space: RemoteSpaceSummary }
  | { readonly kind: 'join'; readonly link?: string }
  | { readonly kind: 'sync' }
  | { readonly kind: 'sync-space' }
  | { readonly kind: 'kit' }
  | { readonly kind: 'enter-words' }
  | { readonly kind: 'restore-points' }
  | { readonly kind: 'share' }
  | { readonly kind: 'keys' }
  | { readonly kind: 'secrets' }
  | { readonly kind: 'backups' }
  | { readonly kind: 'restore-backup' }
  | { readonly kind: 'data-folder' }
  | { readonly kind: 'diagnostics' }
  | { readonly kind: 'licenses' }
  | { readonly kind: 'updates' }
  | ({ readonly kind: 'confirm' } & Confirmation)

/** The dialog that is open, and those it was opened from. */
export class Dialogs {
  #loading = 0
  #stack = $state.raw<readonly DialogRequest[]>([])
  readonly current: DialogRequest | undefined = $derived(this.#stack.at(-1))
  /** Closing the open dialog comes back to another. */
  readonly isAbove = $derived(this.#stack.length > 1)

  /** The code of some dialogs is not there yet. */
  get isLoading(): boolean {
    return this.#loading > 0
  }

  async whileLoading<T>(loading: Promise<T>): Promise<T> {
    this.#loading += 1
    try {
      return await loading
    } finally {
      this.#loading -= 1
    }
  }

  /** In place of whatever is open. */
  open(request: DialogRequest): void {
    this.#stack = [request]
  }

  /** Above the open dialog, which comes back (from its beginning) when this one closes. */
  openAbove(request: DialogRequest): void {
    this.#stack = [...this.#stack, request]
  }

  confirm(confirmation: Confirmation): void {
    this.openAbove({ kind: 'confirm', ...confirmation })
  }

  close(): void {
    this.#stack = this.#stack.slice(0, -1)
  }

  closeAll(): void {
    this.#stack = []
  }
}
