import { findDifferences } from '../persistence/compareRanges'
import { inBatches, packKey, type Pack } from '../persistence/Pack'
import type { Journal, PersistenceLayer, RefusedPack } from '../persistence/PersistenceLayer'

export interface Repair {
  /** Packs the layer lacked and was given, and packs it had that were not here. */
  readonly sent: number
  readonly received: number
  /** Both sides hold the same now. */
  readonly isEqual: boolean
}

const FETCH_AT_ONCE = 500

/** Compares a layer with the journal, id by id where they differ, and gives each side what it lacks. */
export async function repair(
  journal: Journal,
  layer: PersistenceLayer,
  quarantined: readonly RefusedPack[],
  take: (packs: readonly Pack[]) => Promise<void>,
): Promise<Repair> {
  const { onlyInFirst, onlyInSecond } = await findDifferences(journal, layer)
  for (let from = 0; from < onlyInSecond.length; from += FETCH_AT_ONCE) {
    const packs = await layer.fetch(onlyInSecond.slice(from, from + FETCH_AT_ONCE))
    for (const batch of inBatches(packs)) await take(batch)
  }
  const known = new Set(quarantined.map(packKey))
  const lacking = onlyInFirst.filter((header) => !known.has(packKey(header)))
  for (let from = 0; from < lacking.length; from += FETCH_AT_ONCE) {
    layer.append(await journal.fetch(lacking.slice(from, from + FETCH_AT_ONCE)))
    await layer.flush()
  }
  const [ours, theirs] = await Promise.all([journal.compare(''), layer.compare('')])
  const isEqual = ours.opCount === theirs.opCount && ours.fingerprint === theirs.fingerprint
  return { sent: lacking.length, received: onlyInSecond.length, isEqual }
}
