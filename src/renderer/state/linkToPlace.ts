import { placeLinkOf, type LinkedPlace } from '../../core/space/PlaceLink'

/** The link to a place as this home gives it out: the desktop's, or the address of the place in this browser's Grove. */
export function linkToPlace(place: LinkedPlace): string {
  return import.meta.env.GROVE_HOME === 'browser' ? placeLinkOf(place, `${location.origin}/`) : placeLinkOf(place)
}
