import type { VertexId } from '../../core/tree/ops'
import type { LocalStore } from './LocalStore'

/** What the main part of the window shows. */
export type Place =
  { readonly kind: 'home' } | { readonly kind: 'trash' } | { readonly kind: 'entry'; readonly id: VertexId }

const HOME: Place = { kind: 'home' }
const LIMIT = 200
const RECENT_LIMIT = 60

/** Where one is in a space, where one came from, and what was open lately. */
export class Navigation {
  #visited = $state.raw<readonly Place[]>([])
  #index = $state(0)
  recentIds = $state.raw<readonly VertexId[]>([])
  /** The page that was made a moment ago and wants its title typed. */
  freshId: VertexId | undefined

  readonly place: Place = $derived(this.#visited[this.#index] ?? HOME)
  readonly entryId = $derived(this.place.kind === 'entry' ? this.place.id : undefined)
  readonly canGoBack = $derived(this.#index > 0)
  readonly canGoForward = $derived(this.#index < this.#visited.length - 1)

  constructor(
    readonly store: LocalStore,
    start: VertexId | undefined,
  ) {
    this.recentIds = store.strings('recent')
    const id = start ?? store.string('page')
    this.#visited = [id ? { kind: 'entry', id } : HOME]
  }

  open(id: VertexId): void {
    this.#go({ kind: 'entry', id })
  }

  openTrash(): void {
    this.#go({ kind: 'trash' })
  }

  goHome(): void {
    this.#go(HOME)
  }

  back(): void {
    if (this.canGoBack) this.#index -= 1
    this.#remember()
  }

  forward(): void {
    if (this.canGoForward) this.#index += 1
    this.#remember()
  }

  #go(place: Place): void {
    const isSame = place.kind === this.place.kind && (place.kind !== 'entry' || place.id === this.entryId)
    if (!isSame) {
      this.#visited = [...this.#visited.slice(0, this.#index + 1), place].slice(-LIMIT)
      this.#index = this.#visited.length - 1
    }
    this.#remember()
  }

  #remember(): void {
    const id = this.entryId
    this.store.write('page', id ?? '')
    if (id === undefined) return
    this.recentIds = [id, ...this.recentIds.filter((other) => other !== id)].slice(0, RECENT_LIMIT)
    this.store.write('recent', this.recentIds)
  }
}
