import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { pageBody, replacePageBody } from '../../src/apps/page/PageModel'
import type { Pack } from '../../src/core/persistence/Pack'
import { packOps, unpackOps } from '../../src/core/persistence/packBody'
import { encodeMessage } from '../../src/core/sync/messages'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { newPeerId } from '../../src/core/tree/PeerId'
import { SpaceTree } from '../../src/core/tree/SpaceTree'
import { WorkspaceView } from '../../tests/e2e/WorkspaceView'
import { managerOf } from '../pages/grovePages'
import type { AppBench } from './AppBench'
import { checkTyped, typeAndMeasure, type Typed } from './keyLatency'
import { longPage, typeElsewhere } from './longPage'

const PACKS_PER_FRAME = 10
/** Far from the numbers that the window itself gives to what it sends. */
const FIRST_BATCH = 1_000_000
/** They go on arriving for this long. */
const SECONDS = 20
const PAGE = 'Long page'
/** The page is far taller than the window: a click in the middle of it would scroll half a page away. */
const AT_ITS_BEGINNING = { x: 30, y: 8 }

/** Keys in the app's own window, while the port of another window brings what somebody else writes. */
export async function groveTyping(bench: AppBench, data: string, opsPerSecond: number): Promise<Typed> {
  mkdirSync(data)
  const built = await build(data, opsPerSecond * SECONDS)
  const grove = await bench.launch(data)
  const page = grove.window
  await page.getByRole('treeitem', { name: PAGE, exact: true }).click()
  const first = page.locator('.tiptap > p').first()
  await first.click({ position: AT_ITS_BEGINNING })
  if (opsPerSecond > 0) {
    const opening = grove.app.waitForEvent('window')
    await page.evaluate((spaceId) => window.grove.request('window.open', { spaceId }), built.spaceId)
    const other = await opening
    await new WorkspaceView(other).saved()
    await takePort(other, built.spaceId)
    await pushSteadily(other, built, opsPerSecond)
    await page.bringToFront()
    await first.click({ position: AT_ITS_BEGINNING })
  }
  const typed = await typeAndMeasure(page)
  checkTyped(typed, opsPerSecond)
  await grove.close()
  return typed
}

interface Built {
  readonly spaceId: string
  /** What somebody else, who has the page as it is, writes next: one op in each. */
  readonly packs: readonly Pack[]
}

async function build(data: string, edits: number): Promise<Built> {
  const manager = managerOf(data)
  const opened = await manager.createSpace({ name: 'Bench', color: 'green', icon: '🌳' })
  const space = await opened.space()
  const { treeId } = space.createPage(space.contentId, PAGE, {
    write: ({ tree }) => replacePageBody(tree, longPage()),
  })
  await opened.flush()
  const other = new SpaceTree({ treeId, peerId: newPeerId(nodeEnvironment), environment: nodeEnvironment })
  for await (const packs of opened.journal.loadTree(treeId)) other.mergeOps(packs.flatMap(unpackOps))
  await manager.closeAll()
  const body = pageBody(other)
  if (!body) throw new Error('the page has no text')
  const packs = Array.from({ length: edits }, (_, edit) => {
    typeElsewhere(body, edit)
    return packOps(treeId, other.takeLocalOps())
  })
  return { spaceId: opened.id, packs: packs.flat() }
}

/** Takes the window's port to the space, which the window goes on using: it asks for a new one when it loses the old. */
async function takePort(page: Page, spaceId: string): Promise<void> {
  await page.evaluate(async (space) => {
    const ports: MessagePort[] = []
    const regained = new Promise<void>((resolve) => {
      window.addEventListener('message', (event) => {
        const port = event.ports[0]
        if (!port) return
        ports.push(port)
        if (ports.length > 1) resolve()
      })
    })
    await window.grove.request('spaces.attach', { spaceId: space })
    await regained
    Object.assign(window, { testPort: ports.at(-1) })
  }, spaceId)
  await new WorkspaceView(page).saved()
}

/** Gives the page all frames at once and lets it send them by its own clock, on the port that `takePort` left there. */
async function pushSteadily(page: Page, { spaceId, packs }: Built, opsPerSecond: number): Promise<void> {
  const frames: string[] = []
  for (let from = 0; from < packs.length; from += PACKS_PER_FRAME) {
    const batch = packs.slice(from, from + PACKS_PER_FRAME)
    const frame = encodeMessage({ kind: 'push', space: spaceId, batch: FIRST_BATCH + frames.length, packs: batch })
    frames.push(Buffer.from(frame).toString('latin1'))
  }
  await page.evaluate(
    ({ sent, everyMs }) => {
      const { testPort } = window as unknown as { testPort: MessagePort }
      let next = 0
      const timer = setInterval(() => {
        const frame = sent[next++]
        if (frame === undefined) clearInterval(timer)
        else testPort.postMessage(Uint8Array.from(frame, (letter) => letter.charCodeAt(0)))
      }, everyMs)
    },
    { sent: frames, everyMs: (1000 / opsPerSecond) * PACKS_PER_FRAME },
  )
}
