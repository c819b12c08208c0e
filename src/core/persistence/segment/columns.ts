import type { ByteReader } from './ByteReader'
import type { ByteWriter } from './ByteWriter'

/*
 * A column of numbers: how many, how many bytes each needs, then the lowest byte of all of them, the next byte of all of
 * them, and so on. Bytes of one place resemble each other, which is what a compressor lives on.
 */

/** `values`: safe integers from 0 on. */
export function writeColumn(writer: ByteWriter, values: readonly number[]): void {
  let highest = 0
  for (const value of values) if (value > highest) highest = value
  writer.varint(values.length)
  let width = 0
  while (width < 7 && highest >= 256 ** width) width += 1
  writer.byte(width)
  for (let place = 0; place < width; place++) {
    if (place < 4) for (const value of values) writer.byte((value >>> (8 * place)) & 0xff)
    else for (const value of values) writer.byte(Math.floor(value / 256 ** place) & 0xff)
  }
}

export function readColumn(reader: ByteReader): Float64Array {
  const length = reader.varint()
  const width = reader.byte()
  // Room is made only for what the bytes can hold, whatever a damaged length says.
  const planes = reader.bytes(length * width)
  const values = new Float64Array(length)
  for (let place = 0; place < width; place++) {
    const factor = 256 ** place
    const start = place * length
    for (let i = 0; i < length; i++) values[i]! += planes[start + i]! * factor
  }
  return values
}

/** `values`: safe integers; minus zero is not kept. */
export function writeSignedColumn(writer: ByteWriter, values: readonly number[]): void {
  writeColumn(writer, values.map(Math.abs))
  writeColumn(
    writer,
    values.map((value) => (value < 0 ? 1 : 0)),
  )
}

export function readSignedColumn(reader: ByteReader): Float64Array {
  const values = readColumn(reader)
  const signs = readColumn(reader)
  for (let i = 0; i < values.length; i++) if (signs[i] === 1) values[i] = -values[i]!
  return values
}

/** Byte strings: a column of their lengths, then all of them. */
export function writeSlices(writer: ByteWriter, slices: readonly Uint8Array[]): void {
  writeColumn(
    writer,
    slices.map((slice) => slice.length),
  )
  for (const slice of slices) writer.bytes(slice)
}

/** Views of the reader's bytes. */
export function readSlices(reader: ByteReader): Uint8Array[] {
  return Array.from(readColumn(reader), (length) => reader.bytes(length))
}
