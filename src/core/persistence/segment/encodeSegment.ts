import { AppError } from '../../AppError'
import type { Pack } from '../Pack'
import { rowKinds, type BodyRow } from './BodyRow'
import { ByteWriter } from './ByteWriter'
import { writeColumn, writeSignedColumn, writeSlices } from './columns'
import type { Compressor } from './Compressor'
import { Dictionary, type Entry } from './Dictionary'
import { writeHeads } from './heads'
import { parseBody } from './parseBody'
import { Segment, SEGMENT_FORMAT } from './Segment'
import { writeBody } from './writeBody'

/**
 * Packs that stand one after the other in a log, in far less room: what resembles each other lies together in columns,
 * names stand once. Every pack comes out of it byte for byte (`Segment`), which is proven before this returns; throws
 * AppError `unexpected` if one did not. Cost: about 20 µs a pack, most of it the compressor's.
 */
export function encodeSegment(packs: readonly Pack[], compressor: Compressor): Uint8Array {
  const writer = new ByteWriter()
  writeHeads(writer, packs)
  const heads = compressor.compress(writer.take())
  writeBodies(writer, packs)
  const bodies = compressor.compress(writer.take())
  writer.byte(SEGMENT_FORMAT)
  writer.varint(heads.length)
  writer.bytes(heads)
  writer.bytes(bodies)
  const bytes = writer.take()
  const read = new Segment(bytes, compressor)
  if (!packs.every((pack, index) => isSame(pack, read.pack(index)))) {
    throw new AppError({ code: 'unexpected', reason: 'packed changes would not come out as they went in' })
  }
  return bytes
}

/** All packs of a segment that are whole, in the order they went in. */
export function decodeSegment(bytes: Uint8Array, compressor: Compressor): Pack[] {
  const segment = new Segment(bytes, compressor)
  return Array.from({ length: segment.size }, (_, index) => segment.pack(index) ?? []).flat()
}

function writeBodies(writer: ByteWriter, packs: readonly Pack[]): void {
  const dictionary = new Dictionary()
  const trial = new ByteWriter()
  const rows: BodyRow[] = []
  const raw: Uint8Array[] = []
  const sizes = packs.map((pack) => {
    const parsed = rowsOf(pack, dictionary, trial)
    // A loop: a spread of many rows would overflow the stack.
    if (parsed) for (const row of parsed) rows.push(row)
    else raw.push(pack.body)
    return parsed ? 0 : pack.body.length + 1
  })
  const others = rows.filter((row) => row.kind !== rowKinds.move)
  const moves = rows.filter((row) => row.kind === rowKinds.move)
  const values = rows.filter((row) => row.kind === rowKinds.set).map((row) => row.value)
  const updates = rows.filter((row) => row.kind === rowKinds.text).map((row) => bytesOf(row.value))
  // Keys first, so that they have the small numbers.
  const names = new Numbering([...others.map((row) => row.second), ...rows.map((row) => row.target)])
  const parents = moves.map((row) => row.second)
  names.addAll(parents)
  const kept = new Numbering(values)
  writeColumn(writer, sizes)
  writeColumn(
    writer,
    rows.map((row) => row.kind),
  )
  writeSlices(writer, names.slices())
  writeColumn(
    writer,
    rows.map((row) => names.of(row.target)),
  )
  writeColumn(
    writer,
    parents.map((parent) => (parent ? names.of(parent) + 1 : 0)),
  )
  writeColumn(
    writer,
    others.map((row) => names.of(row.second)),
  )
  writeColumn(
    writer,
    values.map((value) => (typeof value === 'number' ? 1 : 0)),
  )
  writeSignedColumn(
    writer,
    values.filter((value) => typeof value === 'number'),
  )
  writeSlices(writer, kept.slices())
  writeColumn(
    writer,
    values.flatMap((value) => (typeof value === 'object' ? kept.of(value) : [])),
  )
  writeSlices(writer, updates)
  for (const body of raw) writer.bytes(body)
}

/** Undefined when the body would not be made again byte for byte. */
function rowsOf(pack: Pack, dictionary: Dictionary, trial: ByteWriter): BodyRow[] | undefined {
  const rows = parseBody(pack.body, dictionary)
  if (rows?.length !== pack.count) return undefined
  writeBody(trial, rows)
  return isEqual(trial.take(), pack.body) ? rows : undefined
}

/** Entries by the order they come in. */
class Numbering {
  readonly #numberByEntry = new Map<Entry, number>()

  constructor(entries: readonly (Entry | number | null | undefined)[]) {
    this.addAll(entries)
  }

  addAll(entries: readonly (Entry | number | null | undefined)[]): void {
    for (const entry of entries) {
      if (typeof entry === 'object' && entry && !this.#numberByEntry.has(entry)) {
        this.#numberByEntry.set(entry, this.#numberByEntry.size)
      }
    }
  }

  of(entry: Entry | null): number {
    return (entry && this.#numberByEntry.get(entry)) ?? 0
  }

  slices(): Uint8Array[] {
    return Array.from(this.#numberByEntry.keys(), (entry) => entry.bytes)
  }
}

function bytesOf(value: BodyRow['value']): Uint8Array {
  return typeof value === 'object' ? value.bytes : new Uint8Array()
}

function isSame(a: Pack, b: Pack | undefined): boolean {
  if (!b) return false
  const hasSameHead = a.treeId === b.treeId && a.peerId === b.peerId && a.counter === b.counter && a.count === b.count
  return hasSameHead && isEqual(a.body, b.body)
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}
