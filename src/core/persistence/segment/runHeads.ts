import { checksum } from '../hash'
import type { Pack } from '../Pack'
import type { ByteReader } from './ByteReader'
import type { ByteWriter } from './ByteWriter'
import { AuthorNumbers, decodeAuthors } from './AuthorNumbers'
import type { Heads } from './heads'

export interface RunHeads extends Heads {
  /** By pack: the size of its body, and what `checksum` says of it. */
  readonly sizes: Float64Array
  readonly checksums: Float64Array
}

/**
 * The heads of packs that were just committed, one after the other: made in one pass, because somebody waits for it.
 * Each: author and direction, step from the end of the author's pack before, count, size of the body, its checksum.
 */
export function writeRunHeads(writer: ByteWriter, packs: readonly Pack[]): void {
  const numbers = new AuthorNumbers()
  const authors = packs.map((pack) => numbers.of(pack))
  const names = numbers.encoded()
  writer.varint(names.length)
  writer.bytes(names)
  writer.varint(packs.length)
  const nextByAuthor = numbers.names.map(() => 0)
  for (let index = 0; index < packs.length; index++) {
    const { counter, count, body } = packs[index]!
    const author = authors[index]!
    const step = counter - nextByAuthor[author]!
    nextByAuthor[author] = counter + count
    writer.varint(author * 2 + (step < 0 ? 1 : 0))
    writer.varint(Math.abs(step))
    writer.varint(count)
    writer.varint(body.length)
    writer.uint32(checksum(body))
  }
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
