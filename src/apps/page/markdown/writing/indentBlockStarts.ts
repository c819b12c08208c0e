/** A line indented by four columns goes on with its paragraph, whatever it looks like. */
export function indentBlockStarts(source: string, atLineStart: boolean): string {
  const lines = source.split('\n')
  const startsBlock = (line: string): boolean => /^(?:[#>+*=|~`_-]|\$\$|%%|<[a-z/!?]|\d+[.)]|\[\^?)/i.test(line)
  return lines
    .map((line, index) => ((index > 0 || atLineStart) && startsBlock(line) && !isOwnLine(line) ? `    ${line}` : line))
    .join('\n')
}

function isOwnLine(line: string): boolean {
  return line.startsWith('[[') || /^<\/?(?:kbd|span|b|i|s|u|sub|sup|small|mark|em|strong|a|img|font)\b/i.test(line)
}
