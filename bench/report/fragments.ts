import { machine, versions } from './machine'
import { markdownTable } from './markdownTable'
import type { Result } from './Result'
import { tablesOf } from './tablesOf'
import { targets } from './targets'
import { verdictLines, verdictsOf } from './verdicts'

/** What `docs/performance.md` holds between its marks: `run`, `verdicts`, and each workload by its name. */
export function fragments(results: readonly Result[]): Map<string, string> {
  const names = new Set(results.map(({ bench }) => bench))
  const tables = [...names].map((name): [string, string] => {
    const found = results.filter(({ bench }) => bench === name)
    return [name, tablesOf(found).map(markdownTable).join('\n\n')]
  })
  const dates = [...new Set(results.map(({ date }) => date))].sort()
  return new Map([
    ['run', `${dates.join(', ')}; ${machine()}.\n\n${versions()}.`],
    ['verdicts', markdownTable(verdictLines(verdictsOf(results, targets)))],
    ...tables,
  ])
}
