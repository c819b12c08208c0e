/** A page with fewer is laid out in one go. */
const MANY_BLOCKS = 400
/** More than a screen holds. */
const FIRST_BLOCKS = 60
/** Of common length, they take half of what a window may stand still. */
const BLOCKS_OF_A_FRAME = 150
/** What a block is taken to be high before it is laid out. */
const BLOCK_HEIGHT = '4rem'

/**
 * Lays out a long page that is read from its top: first what can be seen, then more with each frame, so that the window never
 * stands still for all of it. Whoever scrolls faster gets what is there at once. To be called before anything measures the page.
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
    blocks += BLOCKS_OF_A_FRAME
    requestAnimationFrame(layOutMore)
  }
  layOutMore()
}
