import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { catchup } from './catchup'
import { durable } from './durable'
import { exponentLines } from './exponent'
import { fill } from './fill'
import { latency } from './latency'
import { markdownTables } from './markdownTables'
import { memory } from './memory'
import { merge } from './merge'
import { open } from './open'
import { openTree } from './openTree'
import { table, type Row } from './Row'
import { start } from './start'
import { requirePeers } from './sync/requirePeers'
import { throughput } from './throughput'
import { typing } from './typing'
import { writes } from './writes'

/*
 * npm run -s bench -- [NAME ...] [--json FILE] [--markdown FILE]
 * Each workload runs its systems in turn, several rounds, and prints medians and ratios; progress goes to stderr.
 */
const workloads: Readonly<Record<string, () => Promise<Row[]>>> = {
  'open-tree': openTree,
  open,
  fill,
  merge,
  writes,
  durable,
  catchup,
  latency,
  throughput,
  memory,
  start,
  typing,
}

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
  for (const [name, run] of Object.entries(workloads)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue
    const start = performance.now()
    console.error(name)
    const found = await run()
    rows.push(...found)
    console.log([`\n${name}`, table(found), ...exponentLines(found)].join('\n'))
    console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(0)} s`)
  }
  if (values.markdown !== undefined) writeFileSync(values.markdown, markdownTables(rows))
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`)
}

void main()
