import type { Token } from 'markdown-it'

export interface TableProblem {
  /** Index of the token that closes the table. */
  readonly closeIndex: number
  readonly why: string
}

/** A row with more cells than the table has columns, whose surplus the grammar would leave out. */
export function tableProblem(
  tokens: readonly Token[],
  openIndex: number,
  lines: readonly string[],
): TableProblem | null {
  let columns = 0
  let isTooLong = false
  for (let index = openIndex; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.type === 'th_open') columns += 1
    if (token.type === 'table_close') {
      return isTooLong ? { closeIndex: index, why: 'a row has more cells than the table has columns' } : null
    }
    if (token.type !== 'tr_open' || !token.map || columns === 0) continue
    isTooLong ||= cellCount(lines[token.map[0]] ?? '') > columns
  }
  return null
}

function cellCount(line: string): number {
  const row = line.replace(/^[\s>]+/, '').trimEnd()
  const inner = row.replace(/^\|/, '').replace(/(^|[^\\])\|$/, '$1')
  return inner.split(/(?<!\\)\|/).length
}
