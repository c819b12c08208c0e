import * as Y from 'yjs'

/** What reading a struct costs besides its letters, as so many of them. */
const LETTERS_OF_A_STRUCT = 100

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
/** What of each client is there: everything below its clock. */
type Clocks = Map<number, number>

/**
 * The same Yjs update (format v1) as consecutive ones, each of about so many letters and structs: applied one after the other they make the
 * same document, and none waits for a later one. All deletions are in the last. In one piece where it is short, or lacks something it builds
 * on. Costs reading it several times.
 */
export function cutUpdate(update: Uint8Array, lettersOfPart: number): readonly Uint8Array[] {
  if (update.length < lettersOfPart / 4) return [update]
  const cuts = findCuts(Y.decodeUpdate(update).structs, lettersOfPart)
  if (cuts.length === 0) return [update]
  const whole = emptyDoc()
  const grown = emptyDoc()
  Y.applyUpdate(whole, update)
  const nothing = Y.createDeleteSet()
  const parts: Uint8Array[] = []
  let before = Y.encodeStateVector(grown)
  for (const clocks of cuts) {
    Y.createDocFromSnapshot(whole, Y.createSnapshot(nothing, clocks), grown)
    parts.push(Y.encodeStateAsUpdate(grown, before))
    before = Y.encodeStateVector(grown)
  }
  parts.push(Y.encodeStateAsUpdate(whole, before))
  for (const doc of [whole, grown]) doc.destroy()
  return parts
}

/** One that tidies up nothing: what is deleted stays as it is, and so do redundant marks of formatting. */
function emptyDoc(): Y.Doc {
  const doc = new Y.Doc({ guid: '', gc: false })
  doc.on('afterTransaction', (transaction) => (transaction._needFormattingCleanup = false))
  return doc
}

/** Between the parts, from the first on. */
function findCuts(structs: readonly Struct[], lettersOfPart: number): Clocks[] {
  const there: Clocks = new Map()
  const cuts: Clocks[] = []
  let letters = 0
  for (const struct of inOrder(structs)) {
    // Not behind the last struct: there is no part then.
    if (letters >= lettersOfPart) {
      cuts.push(new Map(there))
      letters = 0
    }
    if (!struct) return []
    there.set(struct.id.client, struct.id.clock + struct.length)
    letters += struct.length + LETTERS_OF_A_STRUCT
  }
  return cuts
}

interface Queue {
  readonly structs: Struct[]
  next: number
  /** Of the next one, unless some are missing. */
  clock: number
}

/** Each after all that it builds on, which may be of other clients; undefined at the end where something is missing. */
function* inOrder(structs: readonly Struct[]): Generator<Struct | undefined, void, void> {
  const queueByClient = new Map<number, Queue>()
  for (const struct of structs) {
    const { client } = struct.id
    const queue = queueByClient.get(client) ?? { structs: [], next: 0, clock: 0 }
    queue.structs.push(struct)
    queueByClient.set(client, queue)
  }
  const clockOf = (client: number): number => queueByClient.get(client)?.clock ?? 0
  for (const queue of queueByClient.values()) {
    // Each waits for what comes next from the one behind it.
    const waiting = [queue]
    for (let last = waiting.at(-1); last; last = waiting.at(-1)) {
      const struct = last.structs[last.next]
      if (!struct && last === queue) break
      if (!struct || struct instanceof Y.Skip || struct.id.clock !== last.clock) return yield
      const missing = idsOf(struct).find(({ client, clock }) => clockOf(client) <= clock)
      if (missing) {
        const wanted = queueByClient.get(missing.client)
        if (!wanted || waiting.includes(wanted)) return yield
        waiting.push(wanted)
        continue
      }
      last.next += 1
      last.clock += struct.length
      yield struct
      // Maybe that was enough.
      if (last !== queue) waiting.pop()
    }
  }
}

function idsOf(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return []
  return [struct.origin, struct.rightOrigin, struct.parent].filter((id): id is Y.ID => id instanceof Y.ID)
}
