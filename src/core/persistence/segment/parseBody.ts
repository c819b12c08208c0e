import { isShortPacked } from '../../isShortPacked'
import { MAX_BODY_VALUES } from '../Pack'
import { rowKinds, type BodyRow } from './BodyRow'
import { ByteReader } from './ByteReader'
import type { Dictionary, Entry } from './Dictionary'

/** The rows of a body, or undefined when it is not written as ours are; `writeBody` may still make other bytes of them. */
export function parseBody(body: Uint8Array, dictionary: Dictionary): BodyRow[] | undefined {
  if (!isShortPacked(body, MAX_BODY_VALUES)) return undefined
  try {
    const reader = new ByteReader(body)
    if (reader.byte() !== 0x93 || reader.byte() !== 1) return undefined
    const names: Entry[] = []
    for (let left = arrayLength(reader); left > 0; left--) {
      names.push(dictionary.entry(reader.bytes(textLength(reader)), true))
    }
    const rows: BodyRow[] = []
    for (let left = arrayLength(reader); left > 0; left--) rows.push(parseRow(reader, names, dictionary))
    return reader.isAtEnd ? rows : undefined
  } catch {
    return undefined
  }
}

function parseRow(reader: ByteReader, names: readonly Entry[], dictionary: Dictionary): BodyRow {
  const name = (index: number | undefined): Entry => {
    const entry = index === undefined ? undefined : names[index]
    if (!entry) throw foreign()
    return entry
  }
  const length = arrayLength(reader)
  const kind = reader.byte()
  const target = name(parseInteger(reader))
  const secondIndex = parseInteger(reader)
  if (length === 3 && kind === rowKinds.move) {
    return { kind, target, second: secondIndex === -1 ? null : name(secondIndex), value: undefined }
  }
  const second = name(secondIndex)
  if (length === 3 && kind === rowKinds.remove) return { kind, target, second, value: undefined }
  if (length !== 4) throw foreign()
  if (kind === rowKinds.text) return { kind, target, second, value: { bytes: reader.bytes(bytesLength(reader)) } }
  if (kind !== rowKinds.set) throw foreign()
  const start = reader.at
  const value = parseInteger(reader, skipRest)
  return { kind, target, second, value: value ?? dictionary.entry(reader.source.subarray(start, reader.at), false) }
}

/** A whole number; anything else is given to `otherwise`, with its first byte, and is undefined. */
function parseInteger(
  reader: ByteReader,
  otherwise: (reader: ByteReader, mark: number) => void = () => undefined,
): number | undefined {
  const mark = reader.byte()
  if (mark < 0x80) return mark
  if (mark >= 0xe0) return mark - 0x100
  if (mark === 0xcc) return reader.byte()
  if (mark === 0xcd) return reader.bigEndian(2)
  if (mark === 0xce) return reader.bigEndian(4)
  if (mark === 0xd0) return signed(reader.byte(), 0x100)
  if (mark === 0xd1) return signed(reader.bigEndian(2), 0x10000)
  if (mark === 0xd2) return signed(reader.bigEndian(4), 0x100000000)
  if (mark === 0xcb) {
    const bytes = reader.bytes(8)
    const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0)
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : undefined
  }
  otherwise(reader, mark)
  return undefined
}

function signed(value: number, range: number): number {
  return value >= range / 2 ? value - range : value
}

function arrayLength(reader: ByteReader): number {
  const mark = reader.byte()
  if (mark >= 0x90 && mark < 0xa0) return mark - 0x90
  if (mark === 0xdc) return reader.bigEndian(2)
  if (mark === 0xdd) return reader.bigEndian(4)
  throw foreign()
}

function textLength(reader: ByteReader): number {
  const mark = reader.byte()
  if (mark >= 0xa0 && mark < 0xc0) return mark - 0xa0
  if (mark >= 0xd9 && mark <= 0xdb) return reader.bigEndian(2 ** (mark - 0xd9))
  throw foreign()
}

function bytesLength(reader: ByteReader): number {
  const mark = reader.byte()
  if (mark >= 0xc4 && mark <= 0xc6) return reader.bigEndian(2 ** (mark - 0xc4))
  throw foreign()
}

/** Goes past a value whose first byte was read: in a loop, since a stack could be made to overflow. */
function skipRest(reader: ByteReader, firstMark: number): void {
  let left = skipOne(reader, firstMark)
  while (left > 0) left += skipOne(reader, reader.byte()) - 1
}

/** Returns how many values follow that belong to it. */
function skipOne(reader: ByteReader, mark: number): number {
  if (mark < 0x80 || mark >= 0xe0 || mark === 0xc0 || mark === 0xc2 || mark === 0xc3) return 0
  if (mark < 0x90) return 2 * (mark - 0x80)
  if (mark < 0xa0) return mark - 0x90
  const size = mark < 0xc0 ? mark - 0xa0 : (FIXED_SIZES[mark] ?? -1)
  if (size >= 0) {
    reader.bytes(size)
    return 0
  }
  if (mark >= 0xc4 && mark <= 0xc6) reader.bytes(reader.bigEndian(2 ** (mark - 0xc4)))
  else if (mark >= 0xc7 && mark <= 0xc9) reader.bytes(reader.bigEndian(2 ** (mark - 0xc7)) + 1)
  else if (mark >= 0xd9 && mark <= 0xdb) reader.bytes(reader.bigEndian(2 ** (mark - 0xd9)))
  else if (mark === 0xdc || mark === 0xdd) return reader.bigEndian(mark === 0xdc ? 2 : 4)
  else if (mark === 0xde || mark === 0xdf) return 2 * reader.bigEndian(mark === 0xde ? 2 : 4)
  else throw foreign()
  return 0
}

/** Bytes that follow each mark of a fixed size: numbers and small extensions. */
const FIXED_SIZES: Readonly<Record<number, number>> = {
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
}

function foreign(): Error {
  return new Error('not written as ours are')
}
