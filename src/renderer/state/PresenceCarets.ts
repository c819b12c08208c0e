import * as v from 'valibot'
import {
  Awareness,
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  modifyAwarenessUpdate,
  removeAwarenessStates,
} from 'y-protocols/awareness'
import type * as Y from 'yjs'

interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

/** The carets of everyone in one open page: y-protocols' Awareness, fed with what the other windows tell. */
export class PresenceCarets {
  readonly awareness: Awareness
  readonly #whoByClient = new Map<number, string>()

  constructor(doc: Y.Doc, onOwnMove: () => void) {
    this.awareness = new Awareness(doc)
    this.awareness.on('update', (_change: AwarenessChange, origin: unknown) => {
      if (origin === 'local') onOwnMove()
    })
    this.awareness.on('change', ({ added, updated }: AwarenessChange, origin: unknown) => {
      if (typeof origin !== 'string' || origin === 'local') return
      for (const client of [...added, ...updated]) this.#whoByClient.set(client, origin)
    })
  }

  /** The own caret, for the other windows. */
  get own(): Uint8Array {
    return encodeAwarenessUpdate(this.awareness, [this.awareness.clientID])
  }

  /** Whose caret it is. */
  whoIs(client: number): string | undefined {
    return this.#whoByClient.get(client)
  }

  /** Tells whose carets have moved, until `destroy`. */
  onMove(listener: (whos: readonly string[]) => void): void {
    this.awareness.on('change', ({ added, updated }: AwarenessChange) => {
      listener([...added, ...updated].flatMap((client) => this.whoIs(client) ?? []))
    })
  }

  hear(who: string, update: Uint8Array): void {
    try {
      applyAwarenessUpdate(this.awareness, modifyAwarenessUpdate(update, onlyCaret), who)
    } catch {
      // Not an update: there is nothing to show.
    }
  }

  leave(who: string): void {
    const clients = [...this.#whoByClient].filter(([, other]) => other === who).map(([client]) => client)
    removeAwarenessStates(this.awareness, clients, 'left')
    for (const client of clients) this.#whoByClient.delete(client)
  }

  destroy(): void {
    this.awareness.destroy()
  }
}

const itemId = v.object({ client: count(), clock: count() })
const position = v.object({
  type: v.optional(v.nullable(itemId)),
  tname: v.optional(v.nullable(v.literal('body'))),
  item: v.optional(v.nullable(itemId)),
  assoc: v.optional(v.picklist([0, -1])),
})
const caret = v.object({ cursor: v.nullable(v.object({ anchor: position, head: position })) })

/** The editor trusts what is in an Awareness: it would stumble over a position that is none while it draws. */
function onlyCaret(state: unknown): unknown {
  if (state === null) return null
  const result = v.safeParse(caret, state)
  return result.success ? result.output : {}
}

function count() {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(0))
}
