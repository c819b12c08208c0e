import type { EditorView } from '@tiptap/pm/view'
import type { BlockFinder } from './FindQuery'
import { findBetween, type Match } from './FoundBlocks'
import { seenPart } from './seenPart'

/** How many are marked at most, of what can be seen. */
const MOST = 2000
const FOUND = 'found'
const PRESENT = 'found-present'

/** False in an old browser. */
export const canMark = 'highlights' in CSS

/**
 * Marks what was found, where it can be seen, in what is painted: the page's elements stay as they are, so that a mark costs nothing
 * when somebody types. Drawn with the next frame after whatever moves or changes the page.
 */
export class MatchMarks {
  #frame: number | undefined
  #finder: BlockFinder | undefined
  #present: Match | undefined
  readonly #resized: ResizeObserver

  constructor(readonly view: EditorView) {
    document.addEventListener('scroll', this.draw, { capture: true, passive: true })
    this.#resized = new ResizeObserver(this.draw)
    this.#resized.observe(view.dom)
  }

  show(finder: BlockFinder, present: Match | undefined): void {
    this.#finder = finder
    this.#present = present
    this.draw()
  }

  readonly draw = (): void => {
    if (canMark) this.#frame ??= requestAnimationFrame(this.#draw)
  }

  destroy(): void {
    document.removeEventListener('scroll', this.draw, { capture: true })
    this.#resized.disconnect()
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    if (!canMark) return
    CSS.highlights.delete(FOUND)
    CSS.highlights.delete(PRESENT)
  }

  readonly #draw = (): void => {
    this.#frame = undefined
    const { view } = this
    const seen = this.#finder && seenPart(view)
    const matches = this.#finder && seen ? findBetween(view.state.doc, seen.from, seen.to, this.#finder) : []
    const others = matches.slice(0, MOST).filter(({ from }) => from !== this.#present?.from)
    CSS.highlights.set(FOUND, new Highlight(...others.map((match) => rangeOf(view, match))))
    const present = new Highlight(...(this.#present ? [rangeOf(view, this.#present)] : []))
    present.priority = 1
    CSS.highlights.set(PRESENT, present)
  }
}

export function rangeOf(view: EditorView, { from, to }: Match): Range {
  const range = document.createRange()
  // Of two places that are one, those inside what was found.
  const [start, end] = [view.domAtPos(from, 1), view.domAtPos(to, -1)]
  range.setStart(start.node, start.offset)
  range.setEnd(end.node, end.offset)
  return range
}
