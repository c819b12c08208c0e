import { ByteReader } from '../../../core/persistence/segment/ByteReader'
import { ByteWriter } from '../../../core/persistence/segment/ByteWriter'
import {
  readColumn,
  readSignedColumn,
  readSlices,
  writeColumn,
  writeSignedColumn,
  writeSlices,
} from '../../../core/persistence/segment/columns'
import type { BlockCodec } from './BlockMap'
import { isHexId, LIST_SPAN, nodeKeyOf } from './nodeKeys'
import type { NodeRecord, NodeWrite } from './NodeRecord'
import { readValues, writeValues } from './valueColumns'

const writer = new ByteWriter()

/** Vertices, list after list, in columns; their keys follow from list and id and are not stored. */
export const nodeCodec: BlockCodec<NodeRecord> = {
  encode({ keys, records }) {
    const lists = keys.map((key) => Math.floor(key / LIST_SPAN))
    writeColumn(writer, steps(lists))
    const isHex = records.map(({ id }) => isHexId(id))
    writeColumn(writer, isHex.map(Number))
    writeSlices(
      writer,
      records.map(({ id }, index) => Buffer.from(id, isHex[index] ? 'hex' : 'utf8')),
    )
    writeColumn(
      writer,
      records.map((record) => record.list),
    )
    writeColumn(
      writer,
      records.map((record) => record.childCount),
    )
    writeColumn(
      writer,
      records.map((record) => record.writes.length),
    )
    writeWrites(records)
    return writer.take()
  },

  decode(bytes) {
    const reader = new ByteReader(bytes)
    const lists = sums(readColumn(reader))
    const isHex = readColumn(reader)
    const ids = readSlices(reader).map((id, index) => textOf(id, isHex[index] === 1 ? 'hex' : 'utf8'))
    const [ownLists, childCounts, writeCounts] = [readColumn(reader), readColumn(reader), readColumn(reader)]
    const writes = readWrites(reader, writeCounts)
    return {
      keys: ids.map((id, index) => nodeKeyOf(lists[index]!, id)),
      records: ids.map((id, index) => ({
        id,
        list: ownLists[index]!,
        childCount: childCounts[index]!,
        writes: writes[index]!,
      })),
    }
  },
}

/** Counters of one vertex lie close together: the first one counts from the lowest of all, the others from the one before. */
function writeWrites(records: readonly NodeRecord[]): void {
  const all: NodeWrite[] = []
  const [firsts, rest]: [number[], number[]] = [[], []]
  for (const { writes } of records) {
    let before: number | undefined
    for (const write of writes) {
      all.push(write)
      if (before === undefined) firsts.push(write.counter)
      else rest.push(write.counter - before)
      before = write.counter
    }
  }
  const lowest = firsts.reduce((low, counter) => Math.min(low, counter), firsts[0] ?? 0)
  writeColumn(
    writer,
    all.map(({ key }) => key),
  )
  writer.varint(lowest)
  writeColumn(
    writer,
    firsts.map((counter) => counter - lowest),
  )
  writeSignedColumn(writer, rest)
  writeColumn(
    writer,
    all.map(({ peer }) => peer),
  )
  writeValues(writer, all)
}

function readWrites(reader: ByteReader, counts: Float64Array): NodeWrite[][] {
  const keys = readColumn(reader)
  const lowest = reader.varint()
  const firsts = readColumn(reader)
  const rest = readSignedColumn(reader)
  const peers = readColumn(reader)
  const values = readValues(reader)
  let [at, first, step] = [0, 0, 0]
  return Array.from(counts, (count) => {
    const writes: NodeWrite[] = []
    let counter = 0
    for (let index = 0; index < count; index++, at++) {
      counter = index === 0 ? lowest + firsts[first++]! : counter + rest[step++]!
      const { value, kind } = values[at]!
      writes.push({ key: keys[at]!, value, kind, counter, peer: peers[at]! })
    }
    return writes
  })
}

function steps(values: readonly number[]): number[] {
  return values.map((value, index) => value - (values[index - 1] ?? 0))
}

function sums(values: Float64Array): Float64Array {
  let sum = 0
  return values.map((value) => (sum += value))
}

function textOf(bytes: Uint8Array, encoding: 'hex' | 'utf8'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding)
}
