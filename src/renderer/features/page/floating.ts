import { computePosition, flip, offset, shift, type Placement } from '@floating-ui/dom'
import type { Attachment } from 'svelte/attachments'

/** Puts an element (`position: fixed`) beside a place on the screen and keeps it inside the window. */
export function floating(rect: DOMRect, placement: Placement, gap = 6): Attachment<HTMLElement> {
  return (element) => {
    const anchor = { getBoundingClientRect: () => rect }
    const middleware = [offset(gap), flip({ padding: 8 }), shift({ padding: 8 })]
    void computePosition(anchor, element, { placement, strategy: 'fixed', middleware }).then(({ x, y }) => {
      Object.assign(element.style, { left: `${x}px`, top: `${y}px`, visibility: 'visible' })
    })
  }
}
