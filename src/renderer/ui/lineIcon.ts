import { mount, unmount, untrack } from 'svelte'
import type { Attachment } from 'svelte/attachments'
import type { LineIcon } from './AnyIcon'

const drawings = new WeakMap<LineIcon, Map<number, Element>>()

/**
 * Puts the icon into an element, for rows of which many are drawn at once: its component, which is as much work as all
 * else of a row together, draws it once; from then on it is copied.
 */
export function lineIcon(icon: LineIcon, size: number): Attachment<HTMLElement> {
  return (element) => {
    const copy = drawing(icon, size).cloneNode(true) as Element
    element.append(copy)
    return () => copy.remove()
  }
}

function drawing(icon: LineIcon, size: number): Element {
  const drawingBySize = drawings.get(icon) ?? new Map<number, Element>()
  drawings.set(icon, drawingBySize)
  const drawing = drawingBySize.get(size) ?? draw(icon, size)
  drawingBySize.set(size, drawing)
  return drawing
}

function draw(icon: LineIcon, size: number): Element {
  const target = document.createElement('span')
  return untrack(() => {
    const drawn = mount(icon, { target, props: { size } })
    const drawing = target.firstElementChild?.cloneNode(true) as Element
    void unmount(drawn)
    return drawing
  })
}
