import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { AppBench } from './app/AppBench'
import { BOARD, buildCrowdedSpace, FOLDER, LONG_PAGE } from './app/crowdedSpace'
import { collectsWhenAsked, watchWindow, windowStall } from './app/windowStall'
import { median, progress, spread } from './Bench'
import type { Budget } from './Budget'
import { newFolder } from './newFolder'
import type { Row } from './Row'

const ENTRIES = 50_000
const CARDS = 500
const PARAGRAPHS = 5_000
const ROUNDS = 3

/** How long the app's window stands still at the longest while a person does something with much in it. */
export async function windows(budget: Budget): Promise<Row[]> {
  const folder = newFolder()
  const bench = await AppBench.start()
  try {
    const data = join(folder, 'data')
    await buildCrowdedSpace(data, CARDS, ENTRIES)
    progress('a crowded space was made')
    const grove = await bench.launch(data, [collectsWhenAsked])
    const timesByScenario = new Map<Scenario, number[]>()
    await watchWindow(grove.window)
    let roundMs = 0
    for (let round = 0; round < ROUNDS && budget.allows(roundMs); round++) {
      const startMs = performance.now()
      for (const scenario of scenarios) {
        const ms = await windowStall(grove.window, () => scenario.act(grove.window))
        timesByScenario.set(scenario, [...(timesByScenario.get(scenario) ?? []), ms])
      }
      roundMs = performance.now() - startMs
    }
    await grove.close()
    return [...timesByScenario].map(([{ workload, size }, times]) => ({
      ...{ workload: `window ${workload}`, size, system: `Grove, Electron ${bench.electronVersion}` },
      ...{ medianMs: median(times), spreadMs: spread(times), rounds: times.length },
      ...{ unit: 'longest', perBestPeer: null, perLimit: null },
    }))
  } finally {
    await bench.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Scenario {
  readonly workload: string
  readonly size: number
  readonly act: (page: Page) => Promise<void>
}

/** In this order, each where the one before it has left the window. */
const scenarios: readonly Scenario[] = [
  {
    ...{ workload: 'opening a space', size: ENTRIES },
    act: async (page) => {
      await page.reload()
      await row(page, FOLDER).waitFor()
      await page
        .locator('[data-save-state]')
        .filter({ hasText: /^Saved$/ })
        .waitFor()
    },
  },
  {
    ...{ workload: 'finding by name', size: ENTRIES },
    act: async (page) => {
      await page.keyboard.press('ControlOrMeta+K')
      await page.keyboard.type(`folder ${ENTRIES}`, { delay: 80 })
      await page
        .getByRole('option', { name: `Folder ${ENTRIES}` })
        .first()
        .waitFor()
      await page.keyboard.press('Escape')
    },
  },
  {
    ...{ workload: 'opening a board', size: CARDS },
    act: async (page) => {
      await row(page, BOARD).click()
      await page.getByText(`Card ${CARDS - 1}`, { exact: true }).waitFor({ state: 'attached' })
    },
  },
  {
    ...{ workload: 'opening a long page', size: PARAGRAPHS },
    act: async (page) => {
      await row(page, LONG_PAGE).click()
      await page.locator('.tiptap > p').first().waitFor()
      await page.waitForFunction(() => !document.querySelector('[aria-busy="true"], [data-later]'))
    },
  },
  {
    ...{ workload: 'opening a folder', size: ENTRIES },
    act: async (page) => {
      await row(page, FOLDER).click()
      await row(page, FOLDER).press('ArrowRight')
      await row(page, 'Folder 1').waitFor()
      await page.keyboard.press('End')
      await hasKeyboard(page, `Folder ${ENTRIES}`)
    },
  },
  {
    ...{ workload: 'deleting and undoing', size: ENTRIES },
    act: async (page) => {
      await page.keyboard.press('Home')
      await hasKeyboard(page, LONG_PAGE)
      await row(page, FOLDER).press('ArrowRight')
      await hasKeyboard(page, 'Folder 1')
      await page.keyboard.press('Delete')
      await hasKeyboard(page, 'Folder 2')
      await page.keyboard.press('ControlOrMeta+Z')
      await row(page, 'Folder 1').waitFor()
      await row(page, FOLDER).press('ArrowLeft')
      await row(page, 'Folder 1').waitFor({ state: 'detached' })
    },
  },
]

function row(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('treeitem', { name, exact: true })
}

async function hasKeyboard(page: Page, name: string): Promise<void> {
  await row(page, name).and(page.locator(':focus')).waitFor()
}
