import { tick } from 'svelte'

const BUSY = '[data-printed][aria-busy="true"], [data-printed] [aria-busy="true"]'

/**
 * Resolves when what is printed (`data-printed`) is there: nothing in it says that it is still coming, and its pictures have come.
 * False where there is nothing of that kind.
 */
export async function whenPrintable(): Promise<boolean> {
  await tick()
  await notBusy()
  const coming = [...document.querySelectorAll<HTMLImageElement>('[data-printed] img')].filter((one) => !one.complete)
  await Promise.all(coming.map(loaded))
  return document.querySelector('[data-printed]') !== null
}

function notBusy(): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (document.querySelector(BUSY)) return false
      resolve()
      return true
    }
    if (look()) return
    const observer = new MutationObserver(() => look() && observer.disconnect())
    observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-busy', 'data-printed'] })
  })
}

/** Also where it cannot be had. */
function loaded(picture: HTMLImageElement): Promise<void> {
  return new Promise((resolve) => {
    picture.addEventListener('load', () => resolve(), { once: true })
    picture.addEventListener('error', () => resolve(), { once: true })
  })
}
