import type * as Y from 'yjs'
import type { Cancel, Environment } from '../../core/environment'
import { SELF } from '../../core/space/origins'
import type { PresenceNote } from '../../core/sync/PresenceChannel'
import { PRESENCE_REPEAT_MS, type PresenceHub } from '../../core/sync/PresenceHub'
import { newPeerId } from '../../core/tree/PeerId'
import type { TreeId, VertexId } from '../../core/tree/ops'
import type { Accent } from '../ui/accents'
import { PresenceCarets } from './PresenceCarets'
import { colorOf, decodePresence, encodePresence } from './PresenceState'

/** Somebody else's window on this space. */
export interface Person {
  readonly who: string
  readonly name: string
  readonly color: Accent
  /** What they look at; null: none of the entries. */
  readonly entryId: VertexId | null
}

export interface PresenceParts {
  readonly hub: PresenceHub
  readonly environment: Environment
  /** Read reactively: whenever it changes, the others are told. */
  readonly self: () => { readonly name: string; readonly entryId: VertexId | undefined }
}

/** Carets move with every key; the others see them soon enough. */
const PACE_MS = 60

/** Who is in the space besides this window, and what this window tells them of itself. Nothing of it is stored. */
export class Presence {
  people = $state.raw<readonly Person[]>([])
  readonly #parts: PresenceParts
  readonly #who: string
  readonly #stop: Cancel[]
  #open: { readonly treeId: TreeId; readonly carets: PresenceCarets } | undefined
  #self: ReturnType<PresenceParts['self']> = { name: '', entryId: undefined }
  #cancelSoon: Cancel | undefined
  #cancelRepeat: Cancel | undefined
  #isClosed = false

  constructor(parts: PresenceParts) {
    this.#parts = parts
    this.#who = newPeerId(parts.environment)
    this.#stop = [
      parts.hub.onNote((note) => this.#hear(note)),
      $effect.root(() => {
        $effect(() => {
          this.#self = parts.self()
          this.#tellSoon()
        })
      }),
    ]
    for (const note of parts.hub.current()) this.#hear(note)
  }

  person(who: string): Person | undefined {
    return this.people.find((person) => person.who === who)
  }

  /** Shows one's caret in this text to the others, and theirs in it, until `leave`. One text at a time: the latest. */
  enter(treeId: TreeId, doc: Y.Doc): PresenceCarets {
    const carets = new PresenceCarets(doc, () => this.#tellSoon())
    this.#open = { treeId, carets }
    for (const note of this.#parts.hub.current()) this.#hear(note)
    return carets
  }

  leave(carets: PresenceCarets): void {
    if (this.#open?.carets === carets) this.#open = undefined
    carets.destroy()
    this.#tellSoon()
  }

  /** Says goodbye. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const stop of this.#stop) stop()
    this.#cancelSoon?.()
    this.#cancelRepeat?.()
    this.#parts.hub.note(SELF, { who: this.#who, state: null })
    this.people = []
  }

  #hear({ who, state }: PresenceNote): void {
    if (who === this.#who) return
    const told = state === null ? undefined : decodePresence(state)
    if (!told) {
      this.people = this.people.filter((person) => person.who !== who)
      this.#open?.carets.leave(who)
      return
    }
    this.#show({ who, name: told.name, color: told.color, entryId: told.entryId })
    if (!this.#open) return
    if (told.treeId === this.#open.treeId && told.awareness) this.#open.carets.hear(who, told.awareness)
    else this.#open.carets.leave(who)
  }

  #show(person: Person): void {
    const known = this.person(person.who)
    const isSame = known?.name === person.name && known.color === person.color && known.entryId === person.entryId
    if (isSame) return
    this.people = known
      ? this.people.map((other) => (other === known ? person : other))
      : [...this.people, person].sort((a, b) => a.name.localeCompare(b.name) || (a.who < b.who ? -1 : 1))
  }

  #tellSoon(): void {
    // A page may still be going away when its space is closed already.
    if (!this.#isClosed) this.#cancelSoon ??= this.#parts.environment.timers.after(PACE_MS, () => this.#tell())
  }

  /** Also when nothing has changed: who is silent is forgotten. */
  #tell(): void {
    this.#cancelSoon?.()
    this.#cancelSoon = undefined
    this.#cancelRepeat?.()
    this.#cancelRepeat = this.#parts.environment.timers.after(PRESENCE_REPEAT_MS, () => this.#tell())
    const { name, entryId } = this.#self
    const state = encodePresence({
      name,
      color: colorOf(name),
      entryId: entryId ?? null,
      treeId: this.#open?.treeId ?? null,
      awareness: this.#open?.carets.own ?? null,
    })
    this.#parts.hub.note(SELF, { who: this.#who, state })
  }
}
