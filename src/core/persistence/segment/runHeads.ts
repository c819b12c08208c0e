import { checksum } from '../hash'
import type { Pack } from '../Pack'
import type { ByteReader } from './ByteReader'
import { runsOf } from '../PackRun'
import { ByteWriter } from './ByteWriter'
import { AuthorNumbers, decodeAuthors } from './AuthorNumbers'
import type { Heads } from './heads'

export interface RunHeads extends Heads {
  /** By pack: the size of its body, and what `checksum` says of it. */
  readonly sizes: Float64Array
  readonly checksums: Float64Array
}

/** What a head takes at most: four numbers and a checksum. */
const MAX_HEAD_BYTES = 4 * 8 + 4
const start = new ByteWriter()
let heads = new Uint8Array(0)

/**
 * The heads of packs that were just committed, one after the other: made in one pass, because somebody waits for it.
 * Each: author and direction, step from the end of the author's pack before, count, size of the body, its checksum.
 * Good until the next call.
 */
export function runHeadsOf(packs: readonly Pack[]): Uint8Array {
  const numbers = new AuthorNumbers()
  const runs = runsOf(packs)
  const authors = runs.map((run) => numbers.of(run))
  const names = numbers.encoded()
  start.varint(names.length)
  start.bytes(names)
  start.varint(packs.length)
  const before = start.take()
  const mostBytes = before.length + packs.length * MAX_HEAD_BYTES
  if (heads.length < mostBytes) heads = new Uint8Array(mostBytes)
  heads.set(before)
  let at = before.length
  const nextByAuthor = numbers.names.map(() => 0)
  for (const [index, run] of runs.entries()) {
    const author = authors[index]!
    let step = run.counter - nextByAuthor[author]!
    for (let pack = run.start; pack < run.end; pack++) {
      const { count, body } = packs[pack]!
      at = putVarint(heads, at, author * 2 + (step < 0 ? 1 : 0))
      at = putVarint(heads, at, Math.abs(step))
      at = putVarint(heads, at, count)
      at = putVarint(heads, at, body.length)
      const sum = checksum(body)
      heads[at++] = sum >>> 24
      heads[at++] = sum >>> 16
      heads[at++] = sum >>> 8
      heads[at++] = sum
      step = 0
    }
    nextByAuthor[author] = run.nextCounter
  }
  return heads.subarray(0, at)
}

/** As `ByteWriter.varint`; returns where it ends. */
function putVarint(bytes: Uint8Array, from: number, value: number): number {
  let [at, rest] = [from, value]
  while (rest > 0x7f) {
    bytes[at++] = (rest % 0x80) | 0x80
    rest = Math.floor(rest / 0x80)
  }
  bytes[at++] = rest
  return at
}

export function readRunHeads(reader: ByteReader): RunHeads {
  const authors = decodeAuthors(reader.bytes(reader.varint()))
  const length = reader.varint()
  const column = (): Float64Array => new Float64Array(length)
  const heads = {
    authors,
    authorOf: column(),
    counters: column(),
    counts: column(),
    sizes: column(),
    checksums: column(),
  }
  const nextByAuthor = authors.map(() => 0)
  for (let index = 0; index < length; index++) {
    const mark = reader.varint()
    const author = mark >> 1
    const step = reader.varint()
    const counter = nextByAuthor[author]! + (mark % 2 === 1 ? -step : step)
    const count = reader.varint()
    nextByAuthor[author] = counter + count
    heads.authorOf[index] = author
    heads.counters[index] = counter
    heads.counts[index] = count
    heads.sizes[index] = reader.varint()
    heads.checksums[index] = reader.bigEndian(4)
  }
  return heads
}
