import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { median, progress, spread, timed } from './Bench'
import type { Budget } from './Budget'
import { newFolder } from './newFolder'
import type { Row } from './Row'
import { SearchSpace } from './search/SearchSpace'

const SIZES = [2_000, 10_000, 50_000] as const
const ROUNDS = 3
const WRITTEN_PAGES = 500

/** Questions as somebody types them, from the question to its hits with their snippets; and what the index costs. */
export async function search(budget: Budget): Promise<Row[]> {
  const folder = newFolder()
  const rows: Row[] = []
  try {
    for (const pages of SIZES) {
      progress(`an index of ${pages.toLocaleString('en')} pages is made`)
      const space = new SearchSpace(join(folder, String(pages)))
      await space.write(pages === SIZES[0] ? WRITTEN_PAGES : 1)
      const readMs = await timed(() => space.read())
      const unit = { system: 'Grove', perBestPeer: null, perLimit: null }
      if (pages === SIZES[0]) {
        rows.push({
          ...unit,
          workload: 'index a page',
          size: WRITTEN_PAGES,
          medianMs: readMs / WRITTEN_PAGES,
          unit: 'one',
        })
      }
      await space.fill(pages)
      const times = await answers(space, budget)
      await space.close()
      for (const [name, share] of [
        ['p50', 0.5],
        ['p95', 0.95],
      ] as const) {
        const values = times.map((round) => round[Math.floor(round.length * share)] ?? Number.NaN)
        rows.push({
          ...unit,
          ...{ workload: `search ${name}`, size: pages, unit: 'one', rounds: values.length },
          ...{ medianMs: median(values), spreadMs: spread(values) },
        })
      }
      rows.push({
        ...unit,
        workload: 'search index, on disk',
        size: pages,
        medianMs: null,
        medianBytes: space.indexBytes,
        unit: 'all',
      })
    }
    return rows
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of each round, from the quickest answer to the slowest. The first round, which is not counted, reads the index from disk. */
async function answers(space: SearchSpace, budget: Budget): Promise<number[][]> {
  const questions = space.questions()
  const rounds: number[][] = []
  let lastMs = 0
  for (let round = 0; round <= ROUNDS; round++) {
    if (round > 1 && !budget.allows(lastMs)) break
    const startMs = performance.now()
    const times: number[] = []
    for (const text of questions) times.push(await space.ask(text))
    if (round > 0) rounds.push(times.sort((a, b) => a - b))
    lastMs = performance.now() - startMs
  }
  return rounds
}
