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
    writeColumn(
      writer,
      records.map(({ id }) => (isHexId(id) ? 1 : 0)),
    )
    writeSlices(
      writer,
      records.map(({ id }) => Buffer.from(id, isHexId(id) ? 'hex' : 'utf8')),
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
  const all = records.flatMap(({ writes }) => writes)
  const firsts = records.flatMap(({ writes: [first] }) => first?.counter ?? [])
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
  writeSignedColumn(
    writer,
    records.flatMap(({ writes }) => steps(writes.map(({ counter }) => counter)).slice(1)),
  )
  writeColumn(
    writer,
    all.map(({ peer }) => peer),
  )
  writeValues(
    writer,
    all.map(({ value }) => value),
  )
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
      writes.push({ key: keys[at]!, value: values[at], counter, peer: peers[at]! })
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
