import type { Page } from 'playwright-core'

declare global {
  interface Window {
    /** How long the window has stood still at the longest since this was called before, in ms. */
    longestStall?: () => number
    /** With `collectsWhenAsked`. */
    gc?: () => void
  }
}

/**
 * For the app: its windows collect garbage when they are asked to, and only that. What the developer tools have for it drops compiled code
 * too, so that opening anything would count compiling it once more.
 */
export const collectsWhenAsked = '--js-flags=--expose-gc'

/** Looks every few milliseconds whether the window stands still. */
function watch(): void {
  const tickMs = 4
  let longestMs = 0
  let lastMs = performance.now()
  window.longestStall = () => {
    const foundMs = Math.max(longestMs, performance.now() - lastMs - tickMs)
    longestMs = 0
    lastMs = performance.now()
    return foundMs
  }
  setInterval(() => {
    const nowMs = performance.now()
    longestMs = Math.max(longestMs, nowMs - lastMs - tickMs)
    lastMs = nowMs
  }, tickMs)
}

/** To be called before the page is loaded (again): it is watched from its first script on. */
export async function watchWindow(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.enable')
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch.toString()})()` })
}

/**
 * How long the window stood still at the longest while somebody did something and saw what came of it, in ms. Begins after a garbage
 * collection: what was done before, or the page that was loaded before, is not what is measured.
 */
export async function windowStall(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    if (!window.gc) throw new Error('The app was started without `collectsWhenAsked`.')
    window.gc()
  })
  await page.evaluate(() => window.longestStall?.())
  await act()
  // What was shown last may have more to bring about, which is drawn in the frame after it.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  return page.evaluate(() => window.longestStall?.() ?? Number.NaN)
}
