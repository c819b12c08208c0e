import type { VertexId } from '../../core/tree/ops'
import type { LocalStore } from './LocalStore'
import type { Passage } from './Passage'

/** What the main part of the window shows. */
export type Place =
  | { readonly kind: 'home' }
  | { readonly kind: 'trash' }
  | {
      readonly kind: 'entry'
      readonly id: VertexId
      /** A heading or block of the page, as links write it: `Heading`, `Heading#Below` or `^block`. */
      readonly anchor?: string | undefined
      /** Where words were found in it. */
      readonly passage?: Passage | undefined
    }

const HOME: Place = { kind: 'home' }
const LIMIT = 200
const RECENT_LIMIT = 60

/** Of a text on the screen: which block is at the top, and how many pixels of it are above. */
export interface BlockAtTop {
  readonly index: number
  readonly above: number
}

/** How far down a page somebody has read. */
export interface ReadTo {
  /** In pixels. */
  readonly top: number
  /** Of a long text: how high it is above that is known only when all of it has been laid out. */
  readonly block?: BlockAtTop | undefined
}

/** Where one is in a space, where one came from, and what was open lately. */
export class Navigation {
  #visited = $state.raw<readonly Place[]>([])
  #index = $state(0)
  readonly #readTo = new WeakMap<Place, ReadTo>()
  recentIds = $state.raw<readonly VertexId[]>([])
  /** The page that was made a moment ago and wants its title typed. */
  freshId: VertexId | undefined

  /** Another object after each time something was opened, also when that is what was open already. */
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

  open(id: VertexId, anchor?: string): void {
    this.#go({ kind: 'entry', id, anchor })
  }

  openAt(id: VertexId, passage: Passage): void {
    this.#go({ kind: 'entry', id, passage })
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

  /** How far down the open page one has read. */
  scrolled(to: ReadTo): void {
    this.#readTo.set(this.place, to)
  }

  /** Undefined for a place one has not been at, or has just asked for again. */
  readTo(place: Place): ReadTo | undefined {
    return this.#readTo.get(place)
  }

  #go(place: Place): void {
    if (place.kind === 'entry' && place.id === this.entryId) this.#goWithin(place, this.place)
    else if (place.kind === this.place.kind && place.kind !== 'entry') this.#replace({ ...place })
    else this.#push(place)
    this.#remember()
  }

  /** Opening the open page leaves one where one is; a heading or passage of it is a place of its own, one step to go back from. */
  #goWithin(place: Place & { kind: 'entry' }, from: Place): void {
    if (place.anchor === undefined && place.passage === undefined) {
      const again = { ...from }
      this.#readTo.set(again, this.#readTo.get(from) ?? { top: 0 })
      this.#replace(again)
    } else if (from.kind === 'entry' && isSame(from, place)) this.#replace(place)
    else this.#push(place)
  }

  #push(place: Place): void {
    this.#visited = [...this.#visited.slice(0, this.#index + 1), place].slice(-LIMIT)
    this.#index = this.#visited.length - 1
  }

  #replace(place: Place): void {
    this.#visited = this.#visited.map((visited, index) => (index === this.#index ? place : visited))
  }

  #remember(): void {
    const id = this.entryId
    this.store.write('page', id ?? '')
    if (id === undefined) return
    this.recentIds = [id, ...this.recentIds.filter((other) => other !== id)].slice(0, RECENT_LIMIT)
    this.store.write('recent', this.recentIds)
  }
}

function isSame(a: Place & { kind: 'entry' }, b: Place & { kind: 'entry' }): boolean {
  return a.anchor === b.anchor && a.passage?.text === b.passage?.text
}
