/** What stands in the parentheses of a Markdown link: `address "title"`. */
export function linkDestination(address: string, title: string | null): string {
  const written = needsBrackets(address) ? `<${escapeAddress(address, /[<>]/g)}>` : escapeAddress(address, /(?!)/g)
  return title === null ? written : `${written} "${escapeAddress(title, /"/g)}"`
}

function needsBrackets(address: string): boolean {
  return address === '' || /[\s<>\p{Cc}]/u.test(address) || !parenthesesMatch(address)
}

function parenthesesMatch(address: string): boolean {
  let depth = 0
  for (const character of address) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (depth < 0 || depth > 30) return false
  }
  return depth === 0
}

/** Keeps backslashes and entities from being read as escapes. */
function escapeAddress(text: string, more: RegExp): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, '\\\\')
    .replace(/&(?=#\w{1,8};|[a-z][a-z0-9]{1,31};)/gi, '&amp;')
    .replace(more, '\\$&')
    .replace(/\n/g, ' ')
}
