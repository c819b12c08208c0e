import { flushSync } from 'svelte'
import { lightUp } from '../arriveAt'
import type { PageEditor } from '../PageEditor.svelte'
import type { Match } from './FoundBlocks'
import { canMark, rangeOf } from './MatchMarks'

/** Room that is left above and below. */
const MARGIN_PX = 72
/** What was not laid out before has its real height only then. */
const LOOKS = 3

/** Opens what it is folded in, and brings it to the middle of what can be seen, unless it can be seen already. */
export function revealMatch(page: PageEditor, match: Match): void {
  const { view } = page
  const index = view.state.doc.resolve(match.from).index(0)
  page.later?.layOutAround(index)
  const { node } = view.domAtPos(match.from, 1)
  const element = node instanceof Element ? node : node.parentElement
  // What browsers tell what is folded, before they show what they have found in it.
  flushSync(() => element?.dispatchEvent(new Event('beforematch', { bubbles: true })))
  for (let look = 0; look < LOOKS; look++) bringToSight(view.dom, rangeOf(view, match))
  if (element && !canMark) lightUp(element)
}

/** In everything that scrolls around it. */
function bringToSight(text: Element, range: Range): void {
  const start = range.startContainer
  let around = start instanceof Element ? start : start.parentElement
  for (; around; around = around.parentElement) {
    if (!isScroller(around)) continue
    const [box, rect] = [around.getBoundingClientRect(), range.getBoundingClientRect()]
    const margin = text.contains(around) ? 0 : Math.min(MARGIN_PX, box.height / 4)
    if (rect.top < box.top + margin || rect.bottom > box.bottom - margin)
      around.scrollTop += (rect.top + rect.bottom - box.top - box.bottom) / 2
    if (rect.left < box.left || rect.right > box.right)
      around.scrollLeft += (rect.left + rect.right - box.left - box.right) / 2
    if (around.matches('[data-page-scroll]')) return
  }
}

function isScroller(element: Element): boolean {
  const { overflowX, overflowY } = getComputedStyle(element)
  return [overflowX, overflowY].some((overflow) => overflow === 'auto' || overflow === 'scroll')
}
