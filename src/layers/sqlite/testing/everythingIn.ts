import { packKey, type Pack } from '../../../core/persistence/Pack'
import type { PersistenceLayer } from '../../../core/persistence/PersistenceLayer'

/** All a layer answers about its log, in a form that can be compared; trees also from some position on. */
export async function everythingIn(
  store: PersistenceLayer,
  trees: readonly (readonly [treeId: string, after: number])[],
): Promise<unknown> {
  const log: string[] = []
  for (let at = 0; ;) {
    const page = await store.readSince(at, 7)
    log.push(...page.packs.map(textOf))
    if (page.through === at) break
    at = page.through
  }
  const loaded: string[][] = []
  for (const [treeId, after] of trees) {
    const packs: Pack[] = []
    for await (const part of store.loadTree(treeId, after)) packs.push(...part)
    loaded.push(packs.map(textOf))
  }
  return { log, loaded, summary: store.summary(), ranges: [await store.compare(''), await store.compare('5')] }
}

/** All of a pack, as text. */
export function textOf(pack: Pack): string {
  return `${packKey(pack)}+${pack.count} ${Buffer.from(pack.body).toString('base64')}`
}
