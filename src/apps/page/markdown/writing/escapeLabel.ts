/** Plain text for between the brackets of a Markdown link or picture. */
export function escapeLabel(text: string): string {
  return text
    .replace(/[\\`*_~=$%<&![\]^|:]/g, (character, at: number) => (needsEscape(text, at) ? `\\${character}` : character))
    .replace(/\s*\n\s*/g, ' ')
}

function needsEscape(text: string, at: number): boolean {
  const next = text.charAt(at + 1)
  const previous = text.charAt(at - 1)
  switch (text.charAt(at)) {
    case '\\':
      return next === '' || /[!-/:-@[-`{-~]/.test(next)
    case '~':
    case '=':
    case '%':
      return next === text.charAt(at) || previous === text.charAt(at)
    case '_':
      return !(/[\p{L}\p{N}]/u.test(next) && /[\p{L}\p{N}]/u.test(previous))
    case '<':
      return /[A-Za-z/!?]/.test(next)
    case '&':
      return /^&(?:#\w+|\w+);/.test(text.slice(at, at + 40))
    case '!':
    case '^':
      return next === '['
    case '|':
      return false
    case ':':
      return next === '/'
    default:
      return true
  }
}
