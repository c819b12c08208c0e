import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'

/** A page with fewer is quick as it is. */
const MANY_BLOCKS = 400
/** So many above and below the caret stay in sight: several screens, however short they are. */
const NEAR_BLOCKS = 150
/** Less than they are high. */
const NEAR_PX = 2000
/** A pause of this length, and everything is in sight again. */
export const PAUSE_MS = 1500
const WRITING_KEYS = new Set(['Backspace', 'Delete', 'Enter', 'Process'])

/**
 * Takes what is far from the caret out of sight while somebody types in a long page. For each letter Chromium gives the
 * input method all text it sees in the element that is edited, three times over: in a page of 2 MB that is most of the time
 * from a key to the frame that shows it. Places and heights stay as they are; a pause, a shortcut or scrolling away ends it.
 * Known limit: a screen reader does not find it meanwhile either, as both read what Chromium has laid out and shows.
 */
export const farBlocks = Extension.create({
  name: 'farBlocks',
  addProseMirrorPlugins() {
    let far: FarBlocks | undefined
    return [
      new Plugin({
        view: (view) => {
          far = new FarBlocks(view)
          return far
        },
        props: {
          handleDOMEvents: {
            keydown: (_view, event) => far?.keydown(event),
            compositionstart: () => far?.hide(),
            blur: () => far?.show(),
            // Selecting all from the menu takes what can be seen.
            selectstart: () => far?.show(),
          },
        },
      }),
    ]
  },
})

class FarBlocks {
  readonly #style = new CSSStyleSheet()
  #scrollTop = 0
  #center: number | undefined
  #timer: number | undefined

  constructor(readonly view: EditorView) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#style]
    document.addEventListener('scroll', this.#scrolled, { capture: true, passive: true })
  }

  keydown(event: KeyboardEvent): void {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.getModifierState('AltGraph')
    if (isCommand && event.key !== 'Control' && event.key !== 'Meta') this.show()
    else if (!isCommand && (event.key.length === 1 || WRITING_KEYS.has(event.key))) this.hide()
  }

  hide(): void {
    const { doc, selection } = this.view.state
    if (doc.childCount < MANY_BLOCKS) return
    clearTimeout(this.#timer)
    this.#timer = window.setTimeout(() => this.show(), PAUSE_MS)
    const index = selection.$from.index(0)
    if (this.#center !== undefined && this.#distance(index) < NEAR_BLOCKS / 2) return
    this.#center = index
    this.#scrollTop = this.#scroller?.scrollTop ?? 0
    this.#draw([`:nth-child(-n + ${index - NEAR_BLOCKS})`, `:nth-child(n + ${index + NEAR_BLOCKS})`])
  }

  show(): void {
    clearTimeout(this.#timer)
    if (this.#center === undefined) return
    this.#center = undefined
    this.#draw([])
  }

  /** The selection was put far away, or what is near has moved there. */
  update(view: EditorView): void {
    const { $from, $to } = view.state.selection
    if ([$from, $to].some((end) => this.#distance(end.index(0)) >= NEAR_BLOCKS)) this.show()
  }

  destroy(): void {
    this.show()
    document.removeEventListener('scroll', this.#scrolled, { capture: true })
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((style) => style !== this.#style)
  }

  readonly #scrolled = (): void => {
    if (this.#center !== undefined && Math.abs((this.#scroller?.scrollTop ?? 0) - this.#scrollTop) > NEAR_PX)
      this.show()
  }

  #distance(index: number): number {
    return Math.abs(index - (this.#center ?? index))
  }

  get #scroller(): Element | null {
    return this.view.dom.closest('[data-page-scroll]')
  }

  #draw(children: readonly string[]): void {
    const rules = children.map((child) => `.tiptap > ${child} { visibility: hidden }`)
    this.#style.replaceSync(`@media screen { ${rules.join('\n')} }`)
  }
}
