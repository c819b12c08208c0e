import * as Y from 'yjs'
import { sharedName } from './shared'
import { SmallMap } from './SmallMap'
import type { VertexText, TextOwner } from './VertexText'

const FEW = 16
/** Letters, or other parts of a text. */
const SHORT = 10_000
const loaded: Promise<void> = Promise.resolve()

/** What each of them listens to itself, in one map for all; one that somebody else listens to gets a map of its own. */
const observers = new Map([
  ['update', new Set<unknown>([tellOfEdit])],
  ['afterTransaction', new Set<unknown>([leaveFormatting])],
  ['afterTransactionCleanup', new Set<unknown>([trimEdited])],
])

const silent = new Map([...observers].filter(([event]) => event !== 'update'))

/** Which Yjs's own document holds each for itself; a text is no part of another and loaded and synced from its first moment on. */
const SAME = {
  isLoaded: true,
  isSynced: true,
  whenLoaded: loaded,
  whenSynced: loaded,
  collectionid: null,
  meta: null,
  guid: '',
  gc: true,
  gcFilter: (): boolean => true,
  autoLoad: false,
  shouldLoad: true,
  _item: null,
} as const

/**
 * The Yjs document of a text. It does without the promises, listeners and closures by which Yjs's own wait for a provider, and
 * keeps no list of subdocuments: they are half of what a short text takes.
 */
export class TextDocument extends Y.Doc {
  /** `owner` hears of local edits; without one they throw. */
  constructor(
    readonly vertexText: VertexText,
    readonly owner?: TextOwner,
  ) {
    // No id of its own: that would be one of chance, which Yjs draws.
    super({ guid: '' })
    this._observers = observers
    if (!owner) return
    // One that is only read is gone before it matters.
    this.share = new SmallMap()
    this.store.clients = new SmallMap()
  }

  static {
    for (const [field, value] of Object.entries(SAME)) replaceField(this.prototype, field, () => value)
    replaceField(this.prototype, 'subdocs', () => new Set())
  }

  /** Lets `load` fill it before anybody listens: no edit is told of, so Yjs does not write down again what it has read. */
  fill(load: () => void): void {
    this._observers = silent
    try {
      load()
    } finally {
      this._observers = observers
    }
  }

  /** Gives back the room that Yjs makes for many more edits of an author than most texts have. */
  trim(clients: Iterable<number> = this.store.clients.keys()): void {
    for (const client of clients) {
      const structs = this.store.clients.get(client)
      if (structs && structs.length < FEW) this.store.clients.set(client, structs.slice())
    }
  }

  override get<Type extends typeof Y.AbstractType<Y.YEvent<never>>>(name: string, made?: Type): InstanceType<Type> {
    const type = super.get(sharedName(name), made)
    // For attributes of the whole text, which hardly any has.
    if (this.owner && !(type._map instanceof SmallMap)) type._map = new SmallMap(type._map)
    return type
  }

  /** With the types that Y.Doc says: those of its events are not exported. */
  override on(name: never, listener: never): never {
    if (this._observers === observers) {
      this._observers = new Map(Array.from(observers, ([event, listeners]) => [event, new Set(listeners)]))
    }
    return super.on(name, listener)
  }
}

/** Of the class: fields that are set and emptied again would still take their place in every document. */
function replaceField(prototype: Y.Doc, field: string, get: () => unknown): void {
  Object.defineProperty(prototype, field, { get, set: () => undefined })
}

function tellOfEdit(update: Uint8Array, origin: unknown, { vertexText, owner }: TextDocument): void {
  if (origin === vertexText) return
  if (!owner) throw new Error('A text that is only read cannot be edited')
  owner.edited(vertexText, update)
}

/**
 * After a merge Yjs would delete redundant formatting marks in a transaction of its own: reading a text would author ops,
 * and a text would no longer be a function of its ops alone. The marks are harmless.
 */
function leaveFormatting(transaction: Y.Transaction, { vertexText }: TextDocument): void {
  if (transaction.origin === vertexText) transaction._needFormattingCleanup = false
}

/** After an edit of a short text: what Yjs keeps to find places in it faster takes more than it saves there. */
function trimEdited({ changed }: Y.Transaction, doc: TextDocument): void {
  for (const type of changed.keys()) {
    if (type._length > SHORT) return
    if (type._searchMarker && type._searchMarker.length > 0) type._searchMarker = []
    const { _eH: observing } = type
    if (observing.l.length < FEW) observing.l = observing.l.slice()
  }
  doc.trim([doc.clientID])
}
