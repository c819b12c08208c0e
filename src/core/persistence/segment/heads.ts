import type { Pack } from '../Pack'
import { AuthorNumbers, decodeAuthors } from './AuthorNumbers'
import type { ByteReader } from './ByteReader'
import type { ByteWriter } from './ByteWriter'
import { readColumn, readSignedColumn, writeColumn, writeSignedColumn } from './columns'

export type AuthorName = readonly [treeId: string, peerId: string]

export interface Heads {
  readonly authors: readonly AuthorName[]
  /** By pack: which of the authors. */
  readonly authorOf: Float64Array
  readonly counters: Float64Array
  readonly counts: Float64Array
}

/** The headers of packs: authors once, counters as steps from the end of the author's pack before. */
export function writeHeads(writer: ByteWriter, packs: readonly Pack[]): void {
  const numbers = new AuthorNumbers()
  const nextByAuthor: number[] = []
  const authors: number[] = []
  const steps: number[] = []
  for (const pack of packs) {
    const no = numbers.of(pack)
    authors.push(no)
    steps.push(pack.counter - (nextByAuthor[no] ?? 0))
    nextByAuthor[no] = pack.counter + pack.count
  }
  const packed = numbers.encoded()
  writer.varint(packed.length)
  writer.bytes(packed)
  writeColumn(writer, authors)
  writeSignedColumn(writer, steps)
  writeColumn(
    writer,
    packs.map((pack) => pack.count),
  )
}

export function readHeads(reader: ByteReader): Heads {
  const authors = decodeAuthors(reader.bytes(reader.varint()))
  const authorOf = readColumn(reader)
  const steps = readSignedColumn(reader)
  const counts = readColumn(reader)
  const nextByAuthor = new Float64Array(authors.length)
  const counters = steps.map((step, index) => {
    const author = authorOf[index]!
    const counter = nextByAuthor[author]! + step
    nextByAuthor[author] = counter + counts[index]!
    return counter
  })
  return { authors, authorOf, counters, counts }
}
