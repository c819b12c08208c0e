import { TextSelection } from '@tiptap/pm/state'
import type { Navigation, Place } from '../../state/Navigation.svelte'
import { findAnchor } from './findAnchor'
import { findPassage, type FoundPassage } from './findPassage'
import { markFound } from './foundWords'
import type { PageEditor } from './PageEditor.svelte'

const LIT_MS = 1800

/**
 * Brings the page to where a place is: as far down as one was when one left it, else to the words that were found in it, to its
 * heading or block, else to the top. False when the anchor is not on the page.
 */
export function arriveAt(page: PageEditor, navigation: Navigation, place: Place): boolean {
  const { view } = page
  const scroller = view.dom.closest('[data-page-scroll]')
  const known = navigation.readTo(place)
  const { anchor, passage } = place.kind === 'entry' ? place : { anchor: undefined, passage: undefined }
  const found = known === undefined && passage ? findPassage(view.state.doc, passage) : undefined
  if (found) {
    page.later?.layOutAround(view.state.doc.resolve(found.block).index(0))
    show(page, found)
    return true
  }
  if (known !== undefined || anchor === undefined) {
    if (scroller) scroller.scrollTop = known?.top ?? 0
    if (known?.block) page.later?.goTo(known.block)
    return true
  }
  const position = findAnchor(view.state.doc, anchor)
  if (position === undefined) return false
  page.later?.layOutAround(view.state.doc.resolve(position).index(0))
  const { tr } = view.state
  view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(position + 1))))
  view.focus()
  const element = visible(view.nodeDOM(position))
  element?.scrollIntoView({ block: 'start' })
  if (element) lightUp(element)
  return true
}

/** Whether a page is read from its top. */
export function isAtTop(navigation: Navigation, place: Place): boolean {
  const known = navigation.readTo(place)
  if (known !== undefined) return known.top === 0
  return place.kind !== 'entry' || (place.anchor === undefined && place.passage === undefined)
}

/** Marked, in the middle of what is in sight, with the caret behind it: the next letter goes on there and takes nothing away. */
function show(page: PageEditor, { block, from, to }: FoundPassage): void {
  const { view } = page
  const { tr } = view.state
  view.dispatch(markFound(tr.setSelection(TextSelection.create(tr.doc, to)), from, to))
  view.focus()
  const element = visible(view.nodeDOM(block))
  element?.scrollIntoView({ block: 'center' })
  if (element) lightUp(element)
}

/** Inside a folded callout there is nothing to see: then what can be seen around it. */
function visible(node: Node | null): Element | undefined {
  let element = node instanceof Element ? node : node?.parentElement
  while (element && element.getClientRects().length === 0) element = element.parentElement
  return element ?? undefined
}

/** Without touching the element's attributes, which belong to ProseMirror. */
export function lightUp(element: Element): void {
  const color = 'var(--accent-selection)'
  const lit = { backgroundColor: color, boxShadow: `0 0 0 4px ${color}`, borderRadius: '2px' }
  const unlit = { backgroundColor: 'transparent', boxShadow: '0 0 0 4px transparent', borderRadius: '2px' }
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches
  element.animate(isStill ? [lit, lit] : [lit, { ...lit, offset: 0.5 }, unlit], {
    duration: LIT_MS,
    id: 'arrived',
  })
}
