import type { JsonValue } from 'reptree'
import { badSnapshot } from './badSnapshot'
import { decodeNumbers } from './decodeNumbers'
import type { PartReader } from './PartReader'
import { FIRST_BACK, FIRST_OTHER, NEXT_TEXT, REMOVED } from './ValueWriter'

/** What a ValueWriter wrote. */
export function decodeValues(part: PartReader): (JsonValue | undefined)[] {
  const references = decodeNumbers(part.bytes())
  const texts = cutTexts(decodeNumbers(part.bytes()), part.text())
  const others = part.list()
  const values: (JsonValue | undefined)[] = []
  let newest = -1
  for (let i = 0; i < references.length; i++) {
    const reference = references[i] ?? REMOVED
    if (reference === NEXT_TEXT) newest++
    let found: unknown
    if (reference === NEXT_TEXT) found = texts[newest]
    else if (reference % 2 === 0 && reference !== REMOVED) found = texts[newest - (reference - FIRST_BACK) / 2]
    else if (reference !== REMOVED) found = others[(reference - FIRST_OTHER) / 2]
    if (found === undefined && reference !== REMOVED) throw badSnapshot('a value is missing')
    values.push(found as JsonValue | undefined)
  }
  return values
}

function cutTexts(lengths: Float64Array, text: string): string[] {
  const texts: string[] = []
  let at = 0
  for (let i = 0; i < lengths.length; i++) texts.push(text.slice(at, (at += lengths[i] ?? 0)))
  if (at !== text.length) throw badSnapshot('text is cut short')
  return texts
}
