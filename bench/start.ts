import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppBench } from './app/AppBench'
import { interleave, median, progress, spread } from './Bench'
import type { Budget } from './Budget'
import { newFolder } from './newFolder'
import { buildSpace } from './pages/grovePages'
import type { Row } from './Row'

const SIZES = [1_000, 10_000, 50_000] as const
const ROUNDS = 3
const SHORT_TEXT = ['The text of a page.']

/** From starting the app to a window that shows the pages and takes clicks, by how many pages the space has. */
export async function start(budget: Budget): Promise<Row[]> {
  const folder = newFolder()
  const bench = await AppBench.start()
  try {
    for (const pages of SIZES) {
      mkdirSync(join(folder, String(pages)))
      await buildSpace(join(folder, String(pages)), pages, SHORT_TEXT)
      progress(`a space of ${pages.toLocaleString('en')} pages was made`)
    }
    const samples = SIZES.map((pages) => ({
      system: String(pages),
      run: () => startOnce(bench, join(folder, String(pages))),
    }))
    return [...(await interleave(samples, ROUNDS, budget))].map(([size, times]) => ({
      workload: 'start of the app',
      size: Number(size),
      system: `Grove, Electron ${bench.electronVersion}`,
      medianMs: median(times),
      spreadMs: spread(times),
      rounds: times.length,
      unit: 'start',
      perBestPeer: null,
      perLimit: null,
    }))
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startOnce(bench: AppBench, data: string): Promise<number> {
  const startMs = performance.now()
  const grove = await bench.launch(data)
  const folder = grove.window.getByRole('treeitem', { name: 'Folder 0', exact: true })
  await folder.click()
  const ms = performance.now() - startMs
  await grove.close()
  return ms
}
