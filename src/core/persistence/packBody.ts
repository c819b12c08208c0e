import { Packr } from 'msgpackr'
import type { JsonValue } from 'reptree'
import { AppError } from '../AppError'
import { isShortPacked } from '../isShortPacked'
import type { TreeId, TreeOp } from '../tree/ops'
import { isEditText, isMoveVertex } from '../tree/ops'
import {
  MAX_AUTHORED_BYTES,
  MAX_BATCH_BYTES,
  MAX_BODY_BYTES,
  MAX_BODY_VALUES,
  MAX_COUNTER,
  MAX_PACK_OPS,
  type Pack,
} from './Pack'

/*
 * Body, format 1 (MessagePack): [1, strings, rows]. Vertex ids and keys stand once in `strings`; rows refer to them:
 *   [0, target, parent]        move; parent -1 is none        [2, target, key]          remove a property
 *   [1, target, key, value]    set a property                 [3, target, key, update]  edit a text
 */
const FORMAT = 1
const rowKinds = { move: 0, set: 1, remove: 2, text: 3 } as const
const TOO_MANY = 'it holds more values than a change may'

// Records and other extensions stay off: what comes in can only be JSON values and bytes.
const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })

/** Packs for `ops` of one tree in the order they were written: one per run of consecutive counters of one peer. */
export function packOps(treeId: TreeId, ops: readonly TreeOp[]): Pack[] {
  const packs: Pack[] = []
  let run: TreeOp[] = []
  let runBytes = 0
  const close = (): void => {
    addPack(run)
    run = []
    runBytes = 0
  }
  const addPack = (run: readonly TreeOp[]): void => {
    const first = run[0]
    if (!first) return
    const body = encodeBody(run)
    if (!isShortPacked(body, MAX_BODY_VALUES)) {
      if (run.length === 1) throw badOp(TOO_MANY)
      const half = Math.ceil(run.length / 2)
      addPack(run.slice(0, half))
      addPack(run.slice(half))
      return
    }
    if (body.byteLength > MAX_AUTHORED_BYTES) {
      throw new AppError({
        code: 'too-large',
        what: 'This change',
        sizeBytes: body.byteLength,
        limitBytes: MAX_AUTHORED_BYTES,
      })
    }
    packs.push({ treeId, peerId: first.id.peerId, counter: first.id.counter, count: run.length, body })
  }
  for (const op of ops) {
    const last = run.at(-1)
    const follows = last && last.id.peerId === op.id.peerId && last.id.counter + 1 === op.id.counter
    if (last && (!follows || run.length >= MAX_PACK_OPS || runBytes >= MAX_BATCH_BYTES)) close()
    run.push(op)
    runBytes += isEditText(op) ? op.update.byteLength : 64
  }
  close()
  return packs
}

function encodeBody(ops: readonly TreeOp[]): Uint8Array {
  const strings: string[] = []
  const indexByString = new Map<string, number>()
  const refer = (text: string): number => {
    let index = indexByString.get(text)
    if (index === undefined) {
      index = strings.push(text) - 1
      indexByString.set(text, index)
    }
    return index
  }
  const rows = ops.map((op) => {
    const target = refer(op.targetId)
    if (isMoveVertex(op)) return [rowKinds.move, target, op.parentId === null ? -1 : refer(op.parentId)]
    if (isEditText(op)) return [rowKinds.text, target, refer(op.key), op.update]
    if (op.value === undefined) return [rowKinds.remove, target, refer(op.key)]
    return [rowKinds.set, target, refer(op.key), op.value]
  })
  // A copy of its own: the codec hands out views of a buffer it goes on writing into.
  return new Uint8Array(codec.pack([FORMAT, strings, rows]) as Uint8Array)
}

/** None of a pack that cannot be understood. */
export function readableOps(pack: Pack): readonly TreeOp[] {
  try {
    return unpackOps(pack)
  } catch {
    return []
  }
}

/**
 * The ops of a pack, checked field by field: this is the door for everything from disk, wire or another process.
 * Throws AppError `bad-op`; then none of the pack's ops may be used.
 */
export function unpackOps(pack: Pack): TreeOp[] {
  const content = decode(pack.body)
  if (!Array.isArray(content) || content[0] !== FORMAT) throw badOp('unknown format')
  const [, strings, rows] = content as unknown[]
  if (!Array.isArray(strings) || !strings.every((text) => typeof text === 'string')) throw badOp('no names')
  if (!Array.isArray(rows) || rows.length !== pack.count) throw badOp('not as many changes as announced')
  const name = (index: unknown): string => {
    const text: unknown = typeof index === 'number' ? strings[index] : undefined
    if (typeof text !== 'string') throw badOp('a name is missing')
    return text
  }
  return rows.map((row: unknown, index): TreeOp => {
    if (!Array.isArray(row)) throw badOp('a change is not a row')
    const [kind, target, third, fourth] = row as unknown[]
    const id = { counter: pack.counter + index, peerId: pack.peerId }
    const targetId = name(target)
    if (kind === rowKinds.move) return { id, targetId, parentId: third === -1 ? null : name(third) }
    const key = name(third)
    if (kind === rowKinds.remove) return { id, targetId, key, value: undefined, transient: false }
    if (kind === rowKinds.text) {
      if (!(fourth instanceof Uint8Array)) throw badOp('a text change without bytes')
      return { id, targetId, key, update: new Uint8Array(fourth) }
    }
    if (kind !== rowKinds.set) throw badOp('unknown kind of change')
    if (!isJson(fourth, 0)) throw badOp(`the value of "${key.slice(0, 40)}" is not plain JSON`)
    return { id, targetId, key, value: fourth, transient: false }
  })
}

function decode(body: Uint8Array): unknown {
  if (!isShortPacked(body, MAX_BODY_VALUES)) throw badOp(TOO_MANY)
  try {
    return codec.unpack(body)
  } catch (error) {
    throw new AppError({ code: 'bad-op', reason: 'not readable' }, { cause: error })
  }
}

const MAX_DEPTH = 100

function isJson(value: unknown, depth: number): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || depth > MAX_DEPTH) return false
  if (Array.isArray(value)) return value.every((item) => isJson(item, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.values(value).every((item) => isJson(item, depth + 1))
}

/** Checks a header that came from outside. Returns what is wrong with it, or undefined. */
export function headerProblem(pack: unknown): string | undefined {
  if (typeof pack !== 'object' || pack === null) return 'not a pack'
  const { treeId, peerId, body } = pack as Record<keyof Pack, unknown>
  if (typeof treeId !== 'string' || !/^[0-9a-f]{32}$/.test(treeId)) return 'a tree id that is none'
  if (typeof peerId !== 'string' || !/^\d{20}$/.test(peerId)) return 'a peer id that is none'
  if (!(body instanceof Uint8Array)) return 'no body'
  return numbersProblem(pack as Pack)
}

/** The part of it that is not the same for all packs of one author. */
export function numbersProblem({ counter, count, body }: Pack): string | undefined {
  if (!Number.isSafeInteger(counter) || counter < 1 || counter > MAX_COUNTER) return 'a counter out of range'
  if (!Number.isSafeInteger(count) || count < 1 || count > MAX_PACK_OPS) return 'a count out of range'
  if (body.byteLength > MAX_BODY_BYTES) return 'a body that is too large'
  return undefined
}

function badOp(reason: string): AppError {
  return new AppError({ code: 'bad-op', reason })
}
