export function isPunctuation(character: string): boolean {
  return /[\p{P}\p{S}]/u.test(character)
}

export function isLetter(character: string): boolean {
  return character !== '' && !/\s/.test(character) && !isPunctuation(character)
}

export function entity(character: string): string {
  return `&#x${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`
}

export function encodeFirst(text: string): string {
  const first = [...text.slice(0, 2)][0] ?? ''
  return entity(first) + text.slice(first.length)
}
