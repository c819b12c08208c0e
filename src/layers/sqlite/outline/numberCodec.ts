import { ByteReader } from '../../../core/persistence/segment/ByteReader'
import { ByteWriter } from '../../../core/persistence/segment/ByteWriter'
import type { BlockCodec } from './BlockMap'

const writer = new ByteWriter()

/** Numbers by number, safe integers from 0 on: each as the step from the key before and the value. */
export const numberCodec: BlockCodec<number> = {
  encode({ keys, records }) {
    writer.varint(keys.length)
    let before = 0
    for (const [index, key] of keys.entries()) {
      writer.varint(key - before)
      writer.varint(records[index] ?? 0)
      before = key
    }
    return writer.take()
  },

  decode(bytes) {
    const reader = new ByteReader(bytes)
    const keys: number[] = []
    const records: number[] = []
    let key = 0
    for (let left = reader.varint(); left > 0; left--) {
      key += reader.varint()
      keys.push(key)
      records.push(reader.varint())
    }
    return { keys, records }
  },
}
