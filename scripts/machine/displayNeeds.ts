import { findProgram } from './findProgram'
import type { Need } from './MissingPart'

/** What is missing to open a window: a display, or Xvfb to stand in for one. */
export function displayNeeds(): readonly Need[] {
  if (hasDisplay() || findProgram('Xvfb') !== undefined) return []
  return [{ what: 'There is no display here, and no Xvfb to stand in for one.', packages: ['xvfb'] }]
}

export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true
  return Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY'])
}
