import { badSnapshot } from './badSnapshot'

const NO_NUMBERS = new Int32Array(0)

/** What a ByteWriter wrote, all 0 or more. */
export function decodeNumbers(bytes: Uint8Array): Float64Array {
  let count = 0
  for (let i = 0; i < bytes.length; i++) if ((bytes[i] ?? 0) < 128) count++
  const numbers = new Float64Array(count)
  let at = 0
  for (let i = 0; i < count; i++) {
    let byte = bytes[at++] ?? 0
    let value = byte & 127
    for (let factor = 128; byte >= 128; factor *= 128) {
      byte = bytes[at++] ?? 0
      value += (byte & 127) * factor
    }
    if (value > Number.MAX_SAFE_INTEGER) throw badSnapshot('a number out of range')
    numbers[i] = value
  }
  if (at !== bytes.length) throw badSnapshot('a number is cut short')
  return numbers
}

/** What a ByteWriter wrote as signed numbers, each being what it adds to the one before: the sums. */
export function decodeSums(bytes: Uint8Array): Float64Array {
  const numbers = decodeNumbers(bytes)
  let sum = 0
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? 0
    sum += number % 2 === 0 ? number / 2 : -(number + 1) / 2
    numbers[i] = sum
  }
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

/** The same numbers in half the room; throws unless all lie from `first` up to, not including, `end`. */
export function within(numbers: Float64Array, first: number, end: number): Int32Array {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? NaN
    if (!(number >= first && number < end)) throw badSnapshot('a number out of range')
  }
  return new Int32Array(numbers)
}
