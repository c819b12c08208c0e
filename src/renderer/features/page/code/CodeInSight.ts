import type { Node } from '@tiptap/pm/model'
import type { PluginView } from '@tiptap/pm/state'
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view'
import { knownPieces, piecesOf } from './codePieces'

/** So many lines above and below what can be seen are coloured too. */
const LINES_AROUND = 100
/** Code of more characters is read when nobody types: it takes longer than a letter may. */
const LONG_CODE = 5000
/** After the last letter. */
export const PAUSE_MS = 300

/** Where the colours are kept. */
interface Colours {
  readonly shown: () => DecorationSet
  readonly show: (set: DecorationSet) => void
}

interface CodeBlock {
  readonly node: Node
  readonly pos: number
  readonly dom: Element
}

/** Lines of a block, from the first up to, but not with, the last. */
interface Lines {
  readonly from: number
  readonly to: number
}

interface Coloured extends Lines {
  readonly node: Node
}

/**
 * Keeps the lines coloured that can be seen. Each piece is an element of its own, and Chromium lays out all of a block for each
 * letter typed in it: 700 lines with all their colours took 250 ms a letter.
 */
export class CodeInSight implements PluginView {
  #blocks: readonly CodeBlock[] = []
  #blocksOf: Node | undefined
  #observer: IntersectionObserver | undefined
  readonly #near = new Set<Element>()
  #colouredByDom = new Map<Element, Coloured>()
  #frame: number | undefined
  #timer: number | undefined
  #readAfter = 0

  constructor(
    readonly view: EditorView,
    readonly colours: Colours,
  ) {
    document.addEventListener('scroll', this.#soon, { capture: true, passive: true })
    view.dom.addEventListener('compositionend', this.#soon)
    window.addEventListener('resize', this.#soon)
    window.addEventListener('beforeprint', this.#colourAll)
    window.addEventListener('afterprint', this.#forgetColoured)
    this.#soon()
  }

  update(_view: EditorView, { doc }: { readonly doc: Node }): void {
    if (doc === this.view.state.doc) return
    this.#readAfter = PAUSE_MS
    this.#soon()
  }

  destroy(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame)
    clearTimeout(this.#timer)
    this.#observer?.disconnect()
    document.removeEventListener('scroll', this.#soon, { capture: true })
    this.view.dom.removeEventListener('compositionend', this.#soon)
    window.removeEventListener('resize', this.#soon)
    window.removeEventListener('beforeprint', this.#colourAll)
    window.removeEventListener('afterprint', this.#forgetColoured)
  }

  /** In the frame that shows what was typed: new code is never seen without its colour, if it is short. */
  readonly #soon = (): void => {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined
      this.#look()
    })
  }

  readonly #colourAll = (): void => {
    this.#findBlocks()
    for (const { node } of this.#blocks) piecesOf(node)
    this.#colour(this.#blocks.map((block) => ({ ...block, lines: { from: 0, to: Infinity } })))
  }

  readonly #forgetColoured = (): void => {
    this.#colouredByDom = new Map()
    this.#soon()
  }

  #look(): void {
    // An input method that composes keeps the nodes it is in.
    if (this.view.composing) return
    this.#findBlocks()
    const near = this.#blocks.filter(({ dom }) => this.#near.has(dom))
    const unread = near.find(({ node }) => !knownPieces(node) && node.content.size > LONG_CODE)
    this.#colour(near.map((block) => ({ ...block, lines: this.#linesFor(block) })))
    clearTimeout(this.#timer)
    if (unread) this.#timer = window.setTimeout(() => this.#read(unread.node), this.#readAfter)
  }

  /** One block in a task. */
  #read(node: Node): void {
    this.#readAfter = 0
    piecesOf(node)
    this.#soon()
  }

  #findBlocks(): void {
    const { doc } = this.view.state
    if (doc === this.#blocksOf) return
    this.#blocksOf = doc
    const blocks: CodeBlock[] = []
    doc.descendants((node, pos) => {
      if (node.type.name !== 'codeBlock') return !node.isTextblock
      const dom = this.view.nodeDOM(pos)
      if (dom instanceof Element) blocks.push({ node, pos, dom })
      return false
    })
    this.#observe(blocks)
    this.#blocks = blocks
  }

  #observe(blocks: readonly CodeBlock[]): void {
    // Made late: where the text is scrolled is known when it is in the document.
    this.#observer ??= new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) this.#near.add(target)
          else this.#near.delete(target)
        }
        this.#soon()
      },
      { root: this.view.dom.closest('[data-page-scroll]'), rootMargin: '50% 0px' },
    )
    const before = new Set(this.#blocks.map(({ dom }) => dom))
    for (const { dom } of blocks) {
      if (!before.delete(dom)) this.#observer.observe(dom)
    }
    for (const gone of before) {
      this.#observer.unobserve(gone)
      this.#near.delete(gone)
    }
  }

  /** Those that are coloured already, for as long as they hold what can be seen. */
  #linesFor({ node, dom }: CodeBlock): Lines {
    const count = lineStarts(node).length
    const seen = linesInSight(dom, count)
    const coloured = this.#colouredByDom.get(dom)
    const isKept = coloured && coloured.from <= seen.from && Math.min(seen.to, count) <= coloured.to
    return isKept ? coloured : { from: Math.max(0, seen.from - LINES_AROUND), to: seen.to + LINES_AROUND }
  }

  #colour(blocks: readonly (CodeBlock & { readonly lines: Lines })[]): void {
    const colouredByDom = new Map<Element, Coloured>()
    const shown = this.colours.shown()
    const decorations: Decoration[] = []
    let isSame = blocks.length === this.#colouredByDom.size
    for (const { node, pos, dom, lines } of blocks) {
      const before = this.#colouredByDom.get(dom)
      if (node.content.size > LONG_CODE && !knownPieces(node)) {
        decorations.push(...shown.find(pos, pos + node.nodeSize))
        if (before) colouredByDom.set(dom, before)
        continue
      }
      const { from, to } = lines
      isSame &&= before?.node === node && before.from === from && before.to === to
      colouredByDom.set(dom, { node, from, to })
      decorations.push(...decorationsOf(node, pos + 1, lines))
    }
    isSame &&= colouredByDom.size === this.#colouredByDom.size
    this.#colouredByDom = colouredByDom
    if (!isSame) this.colours.show(DecorationSet.create(this.view.state.doc, decorations))
  }
}

function decorationsOf(node: Node, at: number, lines: Lines): Decoration[] {
  const starts = lineStarts(node)
  const [first, end] = [starts[lines.from] ?? 0, starts[lines.to] ?? Infinity]
  return piecesOf(node)
    .filter(({ from, to }) => to > first && from < end)
    .map(({ from, to, className }) => Decoration.inline(at + from, at + to, { class: className }))
}

/** Where each line begins, in characters. */
function lineStarts(node: Node): readonly number[] {
  const starts = [0]
  const text = node.textContent
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** Code is not wrapped: all its lines are as high. */
function linesInSight(dom: Element, count: number): Lines {
  const { top, height } = dom.getBoundingClientRect()
  const line = Math.max(1, height / count)
  return { from: Math.max(0, Math.floor(-top / line)), to: Math.ceil((window.innerHeight - top) / line) }
}
