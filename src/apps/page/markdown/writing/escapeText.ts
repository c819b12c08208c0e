/** What surrounds a piece of text where it is written. */
export interface TextSurroundings {
  /** The character before it in the source, empty at the start of a block. */
  readonly previous: string
  /** The character after it, empty at the end of a block. */
  readonly next: string
  readonly atLineStart: boolean
  /** Nothing but this text stands on its line. */
  readonly isWholeLine: boolean
  readonly atBlockEnd: boolean
  readonly inLink: boolean
  /** The block holds dollars that would be read as math. */
  readonly dollarsMeanMath: boolean
  /** Brackets may name a definition of this page, or close too early. */
  readonly escapeBrackets: boolean
}

const special = /[\\`*_~=$%<&![\]^:]/g
const word = /[\p{L}\p{N}]/u
const punctuation = /[!-/:-@[-`{-~]/

/** `text` so that reading it back gives `text`, with as few backslashes as that takes. */
export function escapeText(text: string, around: TextSurroundings): string {
  const lineStart = around.atLineStart ? escapeLineStart(text, around.isWholeLine) : null
  const body = lineStart?.rest ?? text
  const offset = text.length - body.length
  const anchorAt = around.atBlockEnd
    ? /(?:^|\s)\^[A-Za-z0-9-]+$/.exec(text.slice(-200))
      ? text.lastIndexOf('^')
      : -1
    : -1
  const escaped = body.replace(special, (character, at: number) => {
    const here = at + offset
    return here === anchorAt || isActive(character, text, here, around) ? `\\${character}` : character
  })
  return (lineStart?.written ?? '') + escaped
}

function isActive(character: string, text: string, at: number, around: TextSurroundings): boolean {
  const next = text.charAt(at + 1) || around.next
  const previous = text.charAt(at - 1) || around.previous
  switch (character) {
    case '`':
      return true
    case '\\':
      return next === '' || next === '\n' || punctuation.test(next)
    case '*':
      return !(isBlank(previous) && isBlank(next))
    case '_':
      return underscoreIsActive(previous, next)
    case '~':
    case '%':
      return next === character || previous === character
    case '=':
      if (previous === '=') return at === 0
      return next === '=' && !(isBlank(previous) && isBlank(text.charAt(at + 2)))
    case '$':
      return next === '$' || previous === '$' || (around.dollarsMeanMath && !isBlank(next))
    case '<':
      return /[A-Za-z/!?]/.test(next) || /^<[^\s<>]*@/.test(text.slice(at, at + 200))
    case '&':
      return /^&(?:#\w{1,8}|[a-z][a-z0-9]{1,31});/i.test(text.slice(at, at + 40))
    case '!':
      return next === '['
    case '^':
      return next === '['
    case '[':
      return around.escapeBrackets || /[[^\n]/.test(next) || opensLink(text, at)
    case ']':
      return around.escapeBrackets
    case ':':
      return !around.inLink && text.startsWith('://', at) && /https?$/i.test(text.slice(0, at))
    default:
      return false
  }
}

/** `_` inside a word, or alone between blanks, is no emphasis. */
function underscoreIsActive(previous: string, next: string): boolean {
  if (isBlank(previous) && isBlank(next)) return false
  return !(word.test(previous) && word.test(next))
}

/** A `]` further on that goes on as a link or a definition does. */
function opensLink(text: string, at: number): boolean {
  // Further than this nobody looks for a bracket's end, and looking would cost the square of the text.
  const near = text.slice(at, at + 2000)
  const close = near.indexOf(']')
  return close === -1 ? near.length === 2000 : /[([:]/.test(near.charAt(close + 1))
}

/** Escapes what would start a block; `rest` is what is still to be written. */
function escapeLineStart(text: string, isWholeLine: boolean): { written: string; rest: string } | null {
  const number = /^(\d{1,9})(?=[.)](?:\s|$))/.exec(text)
  if (number) {
    const marker = text.charAt(number[0].length)
    return { written: `${number[0]}\\${marker}`, rest: text.slice(number[0].length + 1) }
  }
  const startsBlock = /^(?:#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|\[(?:[^\]]\](?:\s|$)|!|[^\]]*$))/u.test(text)
  const isLine = isWholeLine && /^(?:=+|[-_*][-_*\s]*|[\s|:-]*-[\s|:-]*)\s*$/.test(text)
  return startsBlock || isLine ? { written: `\\${text.charAt(0)}`, rest: text.slice(1) } : null
}

function isBlank(character: string): boolean {
  return character === '' || /\s/.test(character)
}
