import type { Bounds } from './WindowState'

const MIN_WIDTH = 480
const MIN_HEIGHT = 360
/** How much of the title bar must be there to take hold of. */
const GRIP = 80

/**
 * Where a window comes back: as it was, or, when its screen is gone or has shrunk, moved and cut into the screen it lies
 * nearest to. `areas` are the work areas of all screens, at least one.
 */
export function boundsOnScreen(wanted: Bounds, areas: readonly Bounds[]): Bounds {
  const [first] = areas
  if (!first) return wanted
  const gripIsVisible = areas.some(
    (area) =>
      overlap(wanted.x, wanted.width, area.x, area.width) >= GRIP &&
      wanted.y >= area.y &&
      wanted.y <= area.y + area.height - GRIP,
  )
  if (gripIsVisible) return wanted
  const area = areas.reduce(
    (best, candidate) => (distance(wanted, candidate) < distance(wanted, best) ? candidate : best),
    first,
  )
  const width = Math.max(MIN_WIDTH, Math.min(wanted.width, area.width))
  const height = Math.max(MIN_HEIGHT, Math.min(wanted.height, area.height))
  return {
    x: Math.max(area.x, Math.min(wanted.x, area.x + area.width - width)),
    y: Math.max(area.y, Math.min(wanted.y, area.y + area.height - height)),
    width,
    height,
  }
}

/** A new window lies a little below and to the right of the one it was opened from. */
export function cascaded(from: Bounds): Bounds {
  return { ...from, x: from.x + 28, y: from.y + 28 }
}

function overlap(a: number, aLength: number, b: number, bLength: number): number {
  return Math.min(a + aLength, b + bLength) - Math.max(a, b)
}

function distance(a: Bounds, b: Bounds): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2)
}
