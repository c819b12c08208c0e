import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Budget } from './Budget'
import { budgetSeconds, workloadNames, type WorkloadName } from './budgetSeconds'
import { fillDocument } from './report/fillDocument'
import { fragments } from './report/fragments'
import { exponentLines, resultsOf, type Result } from './report/Result'
import { rowLines } from './report/rowLines'
import { targets } from './report/targets'
import { textTable } from './report/textTable'
import { verdictLines, verdictsOf } from './report/verdicts'
import { requirePeers } from './sync/requirePeers'
import { workloads } from './workloads'

/*
 * npm run -s bench -- [NAME ...] [--json FILE] [--from FILE] [--document FILE]
 * Each workload runs its systems in turn, several rounds, and prints medians and ratios; at the end, what was asked and whether
 * it is held. Progress goes to stderr. `--json` keeps the rows; `--from` begins with rows kept before, of which those of the
 * workloads named here are measured anew (none, when nothing is named); `--document` fills the tables of a document.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'string' }, from: { type: 'string' }, document: { type: 'string' } },
    allowPositionals: true,
  })
  const unknown = positionals.filter((name) => !workloadNames.some((known) => known === name))
  if (unknown.length > 0) {
    console.error(`No benchmark is called ${unknown.join(' or ')}. There are: ${workloadNames.join(', ')}.`)
    process.exitCode = 2
    return
  }
  requirePeers()
  const kept = values.from === undefined ? [] : (JSON.parse(readFileSync(values.from, 'utf8')) as Result[])
  const isAsked = (name: string): boolean =>
    positionals.length > 0 ? positionals.includes(name) : values.from === undefined
  const results: Result[] = []
  const asked = workloadNames.filter(isAsked)
  const whole = new Budget(secondsFor(asked) * 1000)
  for (const name of workloadNames) {
    const before = kept.filter(({ bench }) => bench === name)
    // Who took longer leaves all that come after less, so that the whole run keeps its time.
    const share = budgetSeconds[name] / secondsFor(asked.slice(asked.indexOf(name)))
    results.push(...(isAsked(name) ? await measure(name, whole.part(share)) : before))
    // After each, so that a run that is broken off has not been for nothing.
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
  }
  const meant = targets.filter(({ bench }) => isAsked(bench) || kept.some((row) => row.bench === bench))
  console.log(`\n${textTable(verdictLines(verdictsOf(results, meant)))}`)
  console.log(`\n${seconds(whole)} s in all`)
  const { document } = values
  if (document !== undefined) {
    writeFileSync(document, fillDocument(readFileSync(document, 'utf8'), fragments(results)))
  }
}

async function measure(name: WorkloadName, budget: Budget): Promise<Result[]> {
  console.error(name)
  try {
    const results = resultsOf(name, new Date().toISOString().slice(0, 10), await workloads[name](budget))
    console.log([`\n${name}`, textTable(rowLines(results)), ...exponentLines(results)].join('\n'))
    return results
  } catch (error) {
    // The others are not worth less for it.
    console.error(`${name} failed:`, error)
    process.exitCode = 1
    return []
  } finally {
    console.log(`${name}: ${seconds(budget)} s of ${(budget.ms / 1000).toFixed(0)}`)
  }
}

function secondsFor(names: readonly WorkloadName[]): number {
  return names.reduce((sum, name) => sum + budgetSeconds[name], 0)
}

function seconds(budget: Budget): string {
  return (budget.usedMs / 1000).toFixed(0)
}

void main()
