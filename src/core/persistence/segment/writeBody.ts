import { rowKinds, type BodyRow } from './BodyRow'
import type { ByteWriter } from './ByteWriter'
import type { Entry } from './Dictionary'

/**
 * Writes the body of a pack as its author did: MessagePack with the shortest headers, names in the order they are first
 * used. It belongs to the stored format and stays as it is, whatever the library that writes new bodies comes to do:
 * bodies that differ from it are kept as bytes.
 */
export function writeBody(writer: ByteWriter, rows: readonly BodyRow[]): void {
  const numberByName = new Map<Entry, number>()
  const note = (name: Entry | null): void => {
    if (name && !numberByName.has(name)) numberByName.set(name, numberByName.size)
  }
  for (const row of rows) {
    note(row.target)
    note(row.second)
  }
  writer.byte(0x93)
  writer.byte(1)
  writeArrayHeader(writer, numberByName.size)
  for (const name of numberByName.keys()) {
    writeTextHeader(writer, name.bytes.length)
    writer.bytes(name.bytes)
  }
  writeArrayHeader(writer, rows.length)
  for (const { kind, target, second, value } of rows) {
    writer.byte(value === undefined ? 0x93 : 0x94)
    writer.byte(kind)
    writeInteger(writer, numberByName.get(target) ?? 0)
    writeInteger(writer, second ? (numberByName.get(second) ?? 0) : -1)
    if (typeof value === 'number') writeInteger(writer, value)
    else if (value) {
      if (kind === rowKinds.text) writeBytesHeader(writer, value.bytes.length)
      writer.bytes(value.bytes)
    }
  }
}

function writeArrayHeader(writer: ByteWriter, length: number): void {
  if (length < 16) return writer.byte(0x90 | length)
  writeSized(writer, 0xdc, length, length < 0x10000 ? 2 : 4)
}

function writeTextHeader(writer: ByteWriter, length: number): void {
  if (length < 32) return writer.byte(0xa0 | length)
  writeSized(writer, 0xd9, length, length < 0x100 ? 1 : length < 0x10000 ? 2 : 4)
}

function writeBytesHeader(writer: ByteWriter, length: number): void {
  writeSized(writer, 0xc4, length, length < 0x100 ? 1 : length < 0x10000 ? 2 : 4)
}

/** `mark` is that of the smallest size the kind has: 1 byte, or 2 for arrays. */
function writeSized(writer: ByteWriter, mark: number, length: number, size: 1 | 2 | 4): void {
  const smallest = mark === 0xdc ? 1 : 0
  writer.byte(mark + (size === 4 ? 2 : size - 1) - smallest)
  writer.bigEndian(length, size)
}

function writeInteger(writer: ByteWriter, value: number): void {
  if (value >= 0) {
    if (value < 0x80) return writer.byte(value)
    if (value < 0x100) return writeUnsigned(writer, 0xcc, value, 1)
    if (value < 0x10000) return writeUnsigned(writer, 0xcd, value, 2)
    if (value < 0x100000000) return writeUnsigned(writer, 0xce, value, 4)
  } else {
    if (value >= -0x20) return writer.byte(0x100 + value)
    if (value >= -0x80) return writeUnsigned(writer, 0xd0, value + 0x100, 1)
    if (value >= -0x8000) return writeUnsigned(writer, 0xd1, value + 0x10000, 2)
    if (value >= -0x80000000) return writeUnsigned(writer, 0xd2, value + 0x100000000, 4)
  }
  writer.byte(0xcb)
  const float = new DataView(new ArrayBuffer(8))
  float.setFloat64(0, value)
  writer.bytes(new Uint8Array(float.buffer))
}

function writeUnsigned(writer: ByteWriter, mark: number, value: number, size: number): void {
  writer.byte(mark)
  writer.bigEndian(value, size)
}
