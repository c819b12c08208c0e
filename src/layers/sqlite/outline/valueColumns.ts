import type { JsonValue } from 'reptree'
import type { ByteReader } from '../../../core/persistence/segment/ByteReader'
import type { ByteWriter } from '../../../core/persistence/segment/ByteWriter'
import {
  readColumn,
  readSignedColumn,
  readSlices,
  writeColumn,
  writeSignedColumn,
  writeSlices,
} from '../../../core/persistence/segment/columns'

/* Values by kind, each kind in columns of its own. */
const REMOVED = 0
const JSON_TEXT = 1
const TEXT = 2
/** Ids and hashes: two digits a byte. */
const HEX = 3
const WHOLE = 4
/** Milliseconds since the epoch for a time as RepTree writes it. */
const TIME = 5

const HEX_DIGITS = /^(?:[0-9a-f]{2}){8,}$/
const SURROGATE = /[\ud800-\udfff]/
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

type Value = JsonValue | undefined

/** A value with how it is written, which is found out once and not each time its row is. */
export interface KindedValue {
  /** Undefined: it was removed. */
  readonly value: Value
  readonly kind: number
}

export function writeValues(writer: ByteWriter, values: readonly KindedValue[]): void {
  const [wholes, times]: [number[], number[]] = [[], []]
  const [digits, texts, others]: [Uint8Array[], Uint8Array[], Uint8Array[]] = [[], [], []]
  for (const { kind, value } of values) {
    if (kind === WHOLE) wholes.push(Number(value))
    else if (kind === JSON_TEXT) others.push(Buffer.from(JSON.stringify(value)))
    else if (typeof value !== 'string') continue
    else if (kind === TIME) times.push(Date.parse(value))
    else if (kind === HEX) digits.push(Buffer.from(value, 'hex'))
    else texts.push(Buffer.from(value))
  }
  const first = times.reduce((lowest, time) => Math.min(lowest, time), times[0] ?? 0)
  writeColumn(
    writer,
    values.map(({ kind }) => kind),
  )
  writeSignedColumn(writer, wholes)
  writer.varint(first)
  writeColumn(
    writer,
    times.map((time) => time - first),
  )
  for (const slices of [digits, texts, others]) writeSlices(writer, slices)
}

export function readValues(reader: ByteReader): KindedValue[] {
  const kinds = readColumn(reader)
  const wholes = readSignedColumn(reader)
  const first = reader.varint()
  const times = readColumn(reader)
  const [digits, texts, others] = [readSlices(reader), readSlices(reader), readSlices(reader)]
  let [whole, time, hex, text, other] = [0, 0, 0, 0, 0]
  const valueOf = (kind: number): Value => {
    if (kind === WHOLE) return wholes[whole++]!
    if (kind === TIME) return new Date(first + times[time++]!).toISOString()
    if (kind === HEX) return textOf(digits[hex++]!, 'hex')
    if (kind === TEXT) return textOf(texts[text++]!, 'utf8')
    if (kind === JSON_TEXT) return JSON.parse(textOf(others[other++]!, 'utf8')) as JsonValue
    return undefined
  }
  return Array.from(kinds, (kind) => ({ kind, value: valueOf(kind) }))
}

export function kinded(value: Value): KindedValue {
  return { value, kind: kindOf(value) }
}

function kindOf(value: Value): number {
  if (value === undefined) return REMOVED
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0) ? WHOLE : JSON_TEXT
  if (typeof value !== 'string') return JSON_TEXT
  if (HEX_DIGITS.test(value)) return HEX
  if (isTime(value)) return TIME
  // Half a surrogate pair would not come back from UTF-8.
  return SURROGATE.test(value) ? JSON_TEXT : TEXT
}

function isTime(text: string): boolean {
  if (!ISO_TIME.test(text)) return false
  const time = Date.parse(text)
  return time >= 0 && new Date(time).toISOString() === text
}

function textOf(bytes: Uint8Array, encoding: 'hex' | 'utf8'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding)
}
