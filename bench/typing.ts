import { rmSync } from 'node:fs'
import { AppBench } from './app/AppBench'
import { bareTyping } from './app/bareTyping'
import { groveTyping } from './app/groveTyping'
import { progress } from './Bench'
import type { Typed } from './app/keyLatency'
import { newFolder } from './newFolder'
import type { Row } from './Row'

const percentiles = { 'typing p50': 0.5, 'typing p95': 0.95 }

/** From a key to the frame that shows it, in a page of 2 MB that others write in: alone, and while 500 ops a second arrive. */
export async function typing(): Promise<Row[]> {
  const folder = newFolder()
  const bench = await AppBench.start()
  try {
    const rows: Row[] = []
    for (const opsPerSecond of [0, 500]) {
      const ours = await groveTyping(bench, `${folder}/${opsPerSecond}`, opsPerSecond)
      progress(told('Grove', opsPerSecond, ours))
      const bare = await bareTyping(bench, opsPerSecond)
      progress(told('the bare editor', opsPerSecond, bare))
      for (const [workload, share] of Object.entries(percentiles)) {
        const common = { workload, size: opsPerSecond, unit: 'key' }
        const [groveMs, bareMs] = [percentile(ours.latencies, share), percentile(bare.latencies, share)]
        rows.push(
          { ...common, system: 'Grove', medianMs: groveMs, perBestPeer: bareMs / groveMs, perLimit: null },
          { ...common, system: 'bare TipTap and Yjs', medianMs: bareMs, perBestPeer: null, perLimit: null },
        )
      }
    }
    return rows
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function told(system: string, opsPerSecond: number, { keys, letters, seconds }: Typed): string {
  const arrived = ((letters - keys) / seconds).toFixed(0)
  return `${system} with ${opsPerSecond} ops a second: ${keys} keys in ${seconds.toFixed(0)} s, ${arrived} ops a second drawn`
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
