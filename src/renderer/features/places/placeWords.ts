import type { DocumentPlace, LayerSummary } from '../../../bridge/contract'
import { describeError } from '../../../core/AppError'
import type { SaveState } from '../../../core/space/SaveState'
import { formatWhen } from '../../ui/formatWhen'
import { serverName } from '../../ui/serverName'

/** One place a page is, or is to be, kept in. */
export interface PlaceWords {
  readonly id: string
  readonly kind: 'disk' | LayerSummary['kind']
  readonly name: string
  /** `good`: holds every change. `waiting`: lacks some. `problem`: the changes are not even on this machine's disk. */
  readonly tone: 'good' | 'waiting' | 'problem'
  readonly isVerified: boolean
  readonly short: string
  readonly sentence: string
}

export function diskWords({ state, lastError }: SaveState, isBrowser: boolean): PlaceWords {
  const name = isBrowser ? 'This browser' : 'This disk'
  const disk = { id: 'disk', kind: 'disk', name, isVerified: false } as const
  if (state === 'failing') {
    const sentence = describeError(lastError ?? { code: 'disconnected' })
    return { ...disk, tone: 'problem', short: 'Not saved', sentence }
  }
  if (state === 'saving') return { ...disk, tone: 'waiting', short: 'Saving…', sentence: 'Storing the latest changes.' }
  return { ...disk, tone: 'good', short: 'Saved', sentence: 'Every change is stored here.' }
}

export function layerPlaceWords(layer: LayerSummary, place: DocumentPlace, nowMs: number): PlaceWords {
  const name = layer.kind === 'backup' ? `Backup in ${layer.place}` : serverName(layer.place)
  const where = { id: layer.layerId, kind: layer.kind, name, isVerified: place.isThere && place.isVerified }
  if (!place.isThere) return { ...where, tone: 'waiting', ...missingWords(layer) }
  if (!place.isVerified) {
    const sentence = 'Took every change. The space as a whole was not compared since.'
    return { ...where, tone: 'good', short: 'There', sentence }
  }
  const when = layer.verifiedAt === null ? '' : ` ${formatWhen(layer.verifiedAt, nowMs)}`
  const sentence = `Holds every change. Both sides were compared${when} and are the same.`
  return { ...where, tone: 'good', short: 'Verified', sentence }
}

function missingWords(layer: LayerSummary): Pick<PlaceWords, 'short' | 'sentence'> {
  const lacks = 'Lacks the latest changes'
  if (layer.role === 'viewer') {
    const sentence = 'You may read this space there, not change it. Your changes stay on this machine.'
    return { short: 'Reading only', sentence }
  }
  switch (layer.state) {
    case 'paused':
      return { short: 'Paused', sentence: `${lacks}, because it is paused. They are sent when you resume.` }
    case 'offline':
      return { short: 'Waiting', sentence: `${lacks}, because it cannot be reached. They are sent when it answers.` }
    case 'opening':
    case 'catching-up':
    case 'in-step':
      return { short: 'On the way', sentence: `${lacks}. They are on the way.` }
    case 'failing':
    case 'refused':
    case 'held':
    case 'closed':
      return { short: 'Waiting', sentence: layer.error ? `${lacks}. ${describeError(layer.error)}` : `${lacks}.` }
  }
}
