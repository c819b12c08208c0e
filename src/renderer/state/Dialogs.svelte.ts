import type { VertexId } from '../../core/tree/ops'

export interface Confirmation {
  readonly title: string
  readonly text: string
  /** The words on the button that does it. */
  readonly action: string
  /** `danger` unless said otherwise. */
  readonly tone?: 'primary' | 'danger'
  readonly run: () => void
}

export type DialogRequest =
  | { readonly kind: 'quick-open' }
  | { readonly kind: 'new-space' }
  | { readonly kind: 'space-look' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'shortcuts' }
  | { readonly kind: 'import' }
  | { readonly kind: 'move'; readonly id: VertexId }
  | { readonly kind: 'icon'; readonly id: VertexId }
  | { readonly kind: 'embed'; readonly pick: (id: VertexId, name: string) => void }
  | ({ readonly kind: 'confirm' } & Confirmation)

/** The one dialog that is open. */
export class Dialogs {
  current = $state.raw<DialogRequest>()

  open(request: DialogRequest): void {
    this.current = request
  }

  confirm(confirmation: Confirmation): void {
    this.current = { kind: 'confirm', ...confirmation }
  }

  close(): void {
    this.current = undefined
  }
}
