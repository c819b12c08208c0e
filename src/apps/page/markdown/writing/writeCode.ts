/** A code span around `text`, whatever backticks it holds. */
export function writeCode(text: string): string {
  const fence = '`'.repeat(shortestMissingRun(text))
  const line = text.replace(/\n/g, ' ')
  const needsPadding = /^`|`$/.test(line) || (/^ .* $/.test(line) && line.trim() !== '')
  return needsPadding ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`
}

function shortestMissingRun(text: string): number {
  const lengths = new Set((text.match(/`+/g) ?? []).map((run) => run.length))
  let length = 1
  while (lengths.has(length)) length += 1
  return length
}
