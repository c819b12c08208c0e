import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { table, type Row } from './Bench'
import { durable } from './durable'
import { catchup } from './catchup'
import { latency } from './latency'
import { open } from './open'
import { trees } from './trees'

/*
 * npm run -s bench -- [NAME ...] [--json FILE]
 * Each workload runs its systems in turn, several rounds in one process, and prints medians and ratios.
 */
const workloads: Readonly<Record<string, () => Promise<Row[]>>> = { durable, open, trees, catchup, latency }

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true })
  const unknown = positionals.filter((name) => !(name in workloads))
  if (unknown.length > 0) {
    console.error(`No benchmark is called ${unknown.join(' or ')}. There are: ${Object.keys(workloads).join(', ')}.`)
    process.exitCode = 2
    return
  }
  const rows: Row[] = []
  for (const [name, run] of Object.entries(workloads)) {
    if (positionals.length === 0 || positionals.includes(name)) rows.push(...(await run()))
  }
  console.log(table(rows))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}

void main()
