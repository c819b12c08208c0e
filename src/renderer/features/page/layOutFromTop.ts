/** A page with fewer is laid out in one go. */
const MANY_BLOCKS = 400
/** More than a screen holds. */
const FIRST_BLOCKS = 60
/** Each step looks at the style of all blocks anew, so that many small ones would take far longer than one large. */
const BLOCKS_OF_A_STEP = 1000
/** Whoever types or scrolls all the time waits no longer for the rest. */
const LONGEST_WAIT_MS = 300
/** What a block is taken to be high before it is laid out. */
const BLOCK_HEIGHT = '4rem'

/**
 * Lays out a long page that is read from its top: first what can be seen, the rest in a few steps, while nobody does anything.
 * Whoever scrolls there sooner gets it at once. To be called before anything measures the page.
 */
export function layOutFromTop(text: HTMLElement): void {
  const { childElementCount } = text
  if (childElementCount < MANY_BLOCKS) return
  const style = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style]
  let blocks = FIRST_BLOCKS
  const layOutMore = (): void => {
    if (blocks >= childElementCount || !text.isConnected) {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== style)
      return
    }
    const later = `.tiptap > :nth-child(n + ${blocks + 1})`
    style.replaceSync(`${later} { content-visibility: auto; contain-intrinsic-block-size: auto ${BLOCK_HEIGHT} }`)
    blocks += BLOCKS_OF_A_STEP
    requestIdleCallback(layOutMore, { timeout: LONGEST_WAIT_MS })
  }
  layOutMore()
}
