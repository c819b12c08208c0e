import { setInterval as ticks } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** A person who types fast, for six seconds. */
const KEYS = 60
const KEY_EVERY_MS = 100
/** A window that cannot keep up takes fewer keys. */
const PATIENCE_MS = 12_000

declare global {
  interface Window {
    keyLatencies?: number[]
  }
}

export interface Typed {
  readonly keys: number
  /** From each key until the frame it changed was drawn, in ms; from when the key came in, not from when it was heard. */
  readonly latencies: readonly number[]
  /** By how much the text has grown meanwhile, own letters included. */
  readonly letters: number
  readonly seconds: number
}

export async function typeAndMeasure(page: Page): Promise<Typed> {
  await page.evaluate(() => {
    const latencies: number[] = []
    window.keyLatencies = latencies
    const { port1, port2 } = new MessageChannel()
    const waiting: number[] = []
    // A message posted in an animation frame is heard when that frame has been drawn.
    port2.onmessage = () => {
      const drawn = performance.now()
      for (const pressed of waiting.splice(0)) latencies.push(drawn - pressed)
    }
    window.addEventListener(
      'keydown',
      (event) => {
        waiting.push(event.timeStamp)
        requestAnimationFrame(() => port1.postMessage(null))
      },
      { capture: true },
    )
  })
  const before = await lengthOf(page)
  const startMs = performance.now()
  const endMs = startMs + PATIENCE_MS
  let keys = 0
  for await (const _ of ticks(KEY_EVERY_MS)) {
    await page.keyboard.press('x')
    keys += 1
    if (keys === KEYS || performance.now() >= endMs) break
  }
  const seconds = (performance.now() - startMs) / 1000
  // The last key has been drawn when the page answers in the frame after it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const latencies = await page.evaluate(() => window.keyLatencies ?? [])
  return { keys, latencies, letters: (await lengthOf(page)) - before, seconds }
}

function lengthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector('.ProseMirror')?.textContent.length ?? 0)
}

/** Throws unless all that was typed is in the text and, where others write, something of theirs. */
export function checkTyped({ keys, latencies, letters }: Typed, opsPerSecond: number): void {
  if (latencies.length < keys) throw new Error(`${latencies.length} of ${keys} keys were drawn`)
  if (letters < keys) throw new Error(`the text grew by ${letters} for ${keys} keys`)
  if (opsPerSecond > 0 && letters === keys) throw new Error('nothing arrived from elsewhere')
}
