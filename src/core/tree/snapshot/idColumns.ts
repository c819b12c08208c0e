import type { VertexIds } from '../VertexIds'
import { badSnapshot } from './badSnapshot'
import { ByteWriter } from './ByteWriter'
import { decodeRuns } from './decodeNumbers'
import type { PartReader } from './PartReader'
import { RunWriter } from './RunWriter'
import { pauseAfter, stepwise, type Steps } from './Steps'

const forms = { hex: 0, uuid: 1, other: 2 } as const
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const WORDS_PER_ID = 4
const BYTES_PER_WORD = 4

/** `[forms, bytes, others]`: ids of 32 hex digits, with or without a UUID's dashes, are 16 bytes each. */
export function encodeIds(ids: VertexIds, first: number): unknown[] {
  const formRuns = new RunWriter()
  const bytes = new ByteWriter()
  const others: string[] = []
  for (let index = first; index < ids.count; index++) {
    const form = ids.isHex(index) ? forms.hex : UUID.test(ids.at(index)) ? forms.uuid : forms.other
    formRuns.number(form)
    if (form === forms.hex) for (const word of ids.wordsAt(index)) bytes.word(word)
    else if (form === forms.other) others.push(ids.at(index))
    else for (const word of wordsOf(ids.at(index))) bytes.word(word)
  }
  return [formRuns.take(), bytes.take(), others]
}

/** Adds them in the order they were encoded. */
export function* decodeIds(part: PartReader, ids: VertexIds): Steps<void> {
  const formRuns = part.bytes()
  const words = wordsIn(part.bytes())
  const others = part.texts()
  yield* pauseAfter(words.length / WORDS_PER_ID)
  const count = words.length / WORDS_PER_ID + others.length
  const idForms = decodeRuns(formRuns, count, 3)
  ids.reserve(ids.count + count)
  let [at, nextOther] = [0, 0]
  yield* stepwise(count, (from, end) => {
    for (let i = from; i < end;) {
      const first = i
      while (i < end && idForms[i] === forms.hex) i++
      const next = at + (i - first) * WORDS_PER_ID
      ids.addWords(words, at, next)
      at = next
      if (i === end) break
      const isUuid = idForms[i++] === forms.uuid
      const id = isUuid ? uuidOf(words, at) : (others[nextOther++] ?? '')
      // Twice the same would leave numbers that nothing leads to.
      if (ids.count !== ids.add(id)) throw badSnapshot('an id twice')
      if (isUuid) at += WORDS_PER_ID
    }
  })
  if (at !== words.length) throw badSnapshot('not as many ids as announced')
}

function wordsIn(bytes: Uint8Array): Int32Array {
  if (bytes.length % (WORDS_PER_ID * BYTES_PER_WORD) !== 0) throw badSnapshot('an id is cut short')
  const words = new Int32Array(bytes.length / BYTES_PER_WORD)
  for (let i = 0, at = 0; i < words.length; i++, at += BYTES_PER_WORD) {
    words[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!
  }
  return words
}

function wordsOf(uuid: string): number[] {
  const hex = uuid.replaceAll('-', '')
  return [0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16) | 0)
}

function uuidOf(words: Int32Array, from: number): string {
  const hex = [...words.subarray(from, from + WORDS_PER_ID)]
    .map((word) => (word >>> 0).toString(16).padStart(8, '0'))
    .join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
