import type { PlaceWords } from './placeWords'

export interface ChipWords {
  readonly text: string
  readonly look: 'plain' | 'verified' | 'waiting' | 'problem'
}

/** Where a page is, in a few words that claim no more than is true of every place. */
export function chipWords(disk: PlaceWords, others: readonly PlaceWords[]): ChipWords {
  if (disk.tone !== 'good') return { text: disk.short, look: disk.tone }
  const here = `${disk.name === 'This browser' ? 'In' : 'On'} ${disk.name.toLowerCase()}`
  if (others.length === 0) return { text: here, look: 'plain' }
  const missing = others.filter(({ tone }) => tone !== 'good')
  if (missing.length > 0) return { text: `${here}, not yet on ${where(missing, others)}`, look: 'waiting' }
  const isVerified = others.every((place) => place.isVerified)
  const text = `${here} and ${where(others, others)}`
  return isVerified ? { text: `${text}, verified`, look: 'verified' } : { text, look: 'plain' }
}

function where(some: readonly PlaceWords[], all: readonly PlaceWords[]): string {
  const [first] = some
  if (first && some.length === 1) return first.kind === 'backup' ? 'a backup' : first.name
  return some.length === all.length ? `${some.length} more places` : `${some.length} of ${all.length} places`
}
