import type { EditorView } from '@tiptap/pm/view'
import type { Cancel } from '../../../core/environment'
import type { BlockAtTop } from '../../state/Navigation.svelte'
import { whenIdle } from '../../ui/whenIdle'
import { domObserver } from './domObserver'

/** More than a screen holds. */
export const FIRST_BLOCKS = 60
/**
 * What one step lays out: with what any step costs, nearly what a task may take. A block counts as so many letters besides
 * its own.
 */
const LETTERS_OF_A_STEP = 30_000
const LETTERS_OF_A_BLOCK = 100
/** Whoever scrolls all the time waits no longer for the rest. */
const LONGEST_WAIT_MS = 300
/** Whoever types waits for nothing: the rest comes when no key was pressed for so long. */
const PAUSE_MS = 1000
/** On blocks that are not laid out yet (`editing.css`). */
const LATER = 'data-later'
/** On lists and quotes with more than so many items or blocks: also later, only what can be seen of them is laid out (`lists.css`). */
const MANY = 'data-many'
const MANY_ITEMS = 50
const HOLDERS = 'ul, ol, blockquote'

/**
 * What is below the first screenful of a long text: it is laid out in steps, while nobody does anything. Whoever scrolls there
 * sooner gets it at once.
 */
export class LaterBlocks {
  #blocks = FIRST_BLOCKS
  #cancelIdle: Cancel | undefined
  #pause: number | undefined

  constructor(readonly view: EditorView) {}

  /** Until it is told to, nothing of what has been drawn is laid out. */
  hold(): void {
    this.#mark(LATER, this.#drawn(FIRST_BLOCKS, Infinity), true)
    const holders = [...this.view.dom.querySelectorAll(HOLDERS)]
    this.#mark(
      MANY,
      holders.filter(({ childElementCount }) => childElementCount > MANY_ITEMS),
      true,
    )
  }

  layOutInSteps(): void {
    window.addEventListener('keydown', this.#wait, { capture: true })
    this.#goOn()
  }

  readonly #goOn = (): void => {
    this.#cancelIdle = whenIdle(() => this.#layOutMore(), LONGEST_WAIT_MS)
  }

  readonly #wait = (): void => {
    this.#cancelIdle?.()
    clearTimeout(this.#pause)
    this.#pause = window.setTimeout(this.#goOn, PAUSE_MS)
  }

  /** What can be seen with the block in the middle of the screen. What is laid out above it later moves nothing on the screen. */
  layOutAround(block: number): void {
    this.#layOut(Math.max(0, block - FIRST_BLOCKS), block + FIRST_BLOCKS)
  }

  /** Undefined for an empty text. */
  topBlock(): BlockAtTop | undefined {
    const blocks = this.view.dom.children
    const top = this.#screenTop
    let [low, high] = [0, blocks.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((blocks[middle]?.getBoundingClientRect().bottom ?? Infinity) <= top) low = middle + 1
      else high = middle
    }
    const block = blocks[low]
    return block && { index: low, above: top - block.getBoundingClientRect().top }
  }

  /** Brings a block back to where `topBlock` has found it. Costs what can be seen there, however much is above it. */
  goTo({ index, above }: BlockAtTop): void {
    this.layOutAround(index)
    this.#keep({ index, above })
  }

  get #screenTop(): number {
    return this.#scroller?.getBoundingClientRect().top ?? 0
  }

  get #scroller(): Element | null {
    return this.view.dom.closest('[data-page-scroll]')
  }

  #scrollBy(pixels: number): void {
    if (this.#scroller) this.#scroller.scrollTop += pixels
  }

  #layOut(from: number, to: number): void {
    this.#mark(LATER, this.#drawn(from, to), false)
  }

  #drawn(from: number, to: number): Element[] {
    return Array.prototype.slice.call(this.view.dom.children, from, to) as Element[]
  }

  destroy(): void {
    window.removeEventListener('keydown', this.#wait, { capture: true })
    clearTimeout(this.#pause)
    this.#cancelIdle?.()
  }

  #layOutMore(): void {
    const blocks = this.view.dom.children
    const step: Element[] = []
    for (let letters = 0; letters < LETTERS_OF_A_STEP; this.#blocks++) {
      const block = blocks[this.#blocks]
      if (!block) break
      step.push(block)
      letters += block.textContent.length + LETTERS_OF_A_BLOCK
    }
    if (step.length === 0) {
      this.destroy()
      // What has moved up meanwhile, past where this was.
      return this.#mark(LATER, [...this.view.dom.querySelectorAll(`:scope > [${LATER}]`)], false)
    }
    // Where the browser does not do it (Safari), what is on the screen is kept where it is.
    const shown = CSS.supports('overflow-anchor', 'auto') ? undefined : this.topBlock()
    this.#mark(LATER, step, false)
    if (shown) this.#keep(shown)
    this.#goOn()
  }

  #keep({ index, above }: BlockAtTop): void {
    const block = this.view.dom.children[index]
    if (block) this.#scrollBy(block.getBoundingClientRect().top - this.#screenTop + above)
  }

  /**
   * The attribute is none that ProseMirror has given the blocks, and no edit of theirs. A rule that is there for a while instead would have
   * the style of all blocks looked at anew when it goes.
   */
  #mark(attribute: string, blocks: readonly Element[], isMarked: boolean): void {
    domObserver(this.view).stop()
    for (const block of blocks) block.toggleAttribute(attribute, isMarked)
    domObserver(this.view).start()
  }
}
