import type { JsonValue } from 'reptree'
import { badSnapshot } from './badSnapshot'
import { decodeNumbers } from './decodeNumbers'
import type { PartReader } from './PartReader'
import { pauseAfter, stepwise, type Steps } from './Steps'
import { FIRST_BACK, FIRST_OTHER, NEXT_TEXT, REMOVED } from './ValueWriter'

/** What a ValueWriter wrote. */
export function* decodeValues(part: PartReader): Steps<(JsonValue | undefined)[]> {
  const references = decodeNumbers(part.bytes())
  yield* pauseAfter(references.length)
  const texts = yield* cutTexts(decodeNumbers(part.bytes()), part.text())
  const others = part.list()
  const values: (JsonValue | undefined)[] = []
  let newest = -1
  const read = (reference: number): unknown => {
    if (reference === REMOVED) return undefined
    if (reference === NEXT_TEXT) return texts[++newest]
    return reference % 2 === 0 ? texts[newest - (reference - FIRST_BACK) / 2] : others[(reference - FIRST_OTHER) / 2]
  }
  yield* stepwise(references.length, (from, end) => {
    for (let i = from; i < end; i++) {
      const reference = references[i] ?? REMOVED
      const found = read(reference)
      if (found === undefined && reference !== REMOVED) throw badSnapshot('a value is missing')
      values.push(found as JsonValue | undefined)
    }
  })
  return values
}

function* cutTexts(lengths: Float64Array, text: string): Steps<string[]> {
  const texts: string[] = []
  let at = 0
  yield* stepwise(lengths.length, (from, end) => {
    for (let i = from; i < end; i++) texts.push(text.slice(at, (at += lengths[i] ?? 0)))
  })
  if (at !== text.length) throw badSnapshot('text is cut short')
  return texts
}
