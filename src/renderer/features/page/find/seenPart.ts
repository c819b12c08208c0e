import type { EditorView } from '@tiptap/pm/view'

/** What may have very many parts, one below the other, and is drawn by ProseMirror alone. */
const HOLDERS = 'ul, ol, blockquote, .tableWrapper, table, tbody'

/** Between which positions of a page that is which can be seen now, or a little more. Costs the logarithm of the page. */
export function seenPart(view: EditorView): { readonly from: number; readonly to: number } | undefined {
  const { top, bottom } = (view.dom.closest('[data-page-scroll]') ?? view.dom).getBoundingClientRect()
  const first = partAt(view.dom, (element) => element.getBoundingClientRect().bottom > top)
  const last = partAt(view.dom, (element) => element.getBoundingClientRect().bottom >= bottom)
  if (!first || !last) return undefined
  return {
    from: view.posAtDOM(first, 0),
    to: Math.min(view.state.doc.content.size, view.posAtDOM(last, last.childNodes.length)),
  }
}

/** The first part of which it is so, as deep as that can be told; it is so of all below it. The last one, where it is so of none. */
function partAt(whole: Element, isSo: (element: Element) => boolean): Element | undefined {
  const parts = whole.children
  let [low, high] = [0, parts.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    const part = parts[middle]
    if (!part || isSo(part)) high = middle
    else low = middle + 1
  }
  const part = parts[low]
  return part?.matches(HOLDERS) ? (partAt(part, isSo) ?? part) : part
}
