import { badSnapshot } from './badSnapshot'

const NO_NUMBERS = new Int32Array(0)

/** From `first` up to, not including, `end`. */
export interface Range {
  readonly first: number
  readonly end: number
}

const ANY: Range = { first: -Number.MAX_SAFE_INTEGER, end: Number.MAX_SAFE_INTEGER }

/** What a ByteWriter wrote, all 0 or more. */
export function decodeNumbers(bytes: Uint8Array): Float64Array {
  return decode(bytes, new Float64Array(countIn(bytes)), ANY, false)
}

/** What a ByteWriter wrote as signed numbers, each being what it adds to the one before: the sums. */
export function decodeSums(bytes: Uint8Array, count = countIn(bytes)): Float64Array {
  return decode(bytes, new Float64Array(count), ANY, true)
}

/** As `decodeNumbers`, in half the room; throws unless all lie in a range of 32-bit numbers. */
export function numbersWithin(bytes: Uint8Array, range: Range, count = countIn(bytes)): Int32Array {
  return decode(bytes, new Int32Array(count), range, false)
}

/** As `decodeSums`, in half the room; throws unless all lie in a range of 32-bit numbers. */
export function sumsWithin(bytes: Uint8Array, range: Range, count = countIn(bytes)): Int32Array {
  return decode(bytes, new Int32Array(count), range, true)
}

function countIn(bytes: Uint8Array): number {
  let count = 0
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) < 128) count++
  return count
}

/** As many as there is room for, in one pass: trees open before anything is compiled, where each pass is dear. */
function decode<T extends Float64Array | Int32Array>(
  bytes: Uint8Array,
  numbers: T,
  { first, end }: Range,
  isSummed: boolean,
): T {
  const count = numbers.length
  let [at, sum] = [0, 0]
  for (let i = 0; i < count; i++) {
    let byte = bytes[at++] ?? 0
    let value = byte & 127
    for (let factor = 128; byte >= 128; factor *= 128) {
      byte = bytes[at++] ?? 0
      value += (byte & 127) * factor
    }
    if (value > Number.MAX_SAFE_INTEGER) throw badSnapshot('a number out of range')
    if (isSummed) value = sum += (value & 1) === 0 ? value / 2 : -(value + 1) / 2
    if (!(value >= first && value < end)) throw badSnapshot('a number out of range')
    numbers[i] = value
  }
  if (at !== bytes.length) throw badSnapshot('not as many numbers as announced')
  return numbers
}

/** What a RunWriter wrote: `count` numbers, all below `end`. */
export function decodeRuns(bytes: Uint8Array, count: number, end: number): Int32Array {
  const runs = decodeNumbers(bytes)
  const numbers = count === 0 ? NO_NUMBERS : new Int32Array(count)
  let at = 0
  for (let run = 0; run < runs.length; run += 2) {
    const next = at + (runs[run] ?? 0)
    const value = runs[run + 1]
    if (value === undefined || value >= end || next > count) throw badSnapshot('a run out of range')
    numbers.fill(value, at, next)
    at = next
  }
  if (at !== count) throw badSnapshot('not as many numbers as announced')
  return numbers
}
