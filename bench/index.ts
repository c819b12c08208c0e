import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { Budget } from './Budget'
import { exponentLines } from './exponent'
import { markdownTables } from './markdownTables'
import { table, type Row } from './Row'
import { requirePeers } from './sync/requirePeers'
import { workloads } from './workloads'

/*
 * npm run -s bench -- [NAME ...] [--json FILE] [--markdown FILE]
 * Each workload runs its systems in turn, several rounds, and prints medians and ratios; progress goes to stderr.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'string' }, markdown: { type: 'string' } },
    allowPositionals: true,
  })
  const unknown = positionals.filter((name) => !(name in workloads))
  if (unknown.length > 0) {
    console.error(`No benchmark is called ${unknown.join(' or ')}. There are: ${Object.keys(workloads).join(', ')}.`)
    process.exitCode = 2
    return
  }
  requirePeers()
  const rows: Row[] = []
  const whole = new Budget(0)
  for (const [name, { run, budgetSeconds }] of Object.entries(workloads)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    const budget = new Budget(budgetSeconds * 1000)
    console.error(name)
    const found = await run(budget)
    rows.push(...found)
    console.log([`\n${name}`, table(found), ...exponentLines(found)].join('\n'))
    console.error(`${name}: ${seconds(budget)} of ${budgetSeconds} s`)
  }
  console.log(`\n${seconds(whole)} s in all`)
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdownTables(rows))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}

function seconds(budget: Budget): string {
  return (budget.usedMs / 1000).toFixed(0)
}

void main()
