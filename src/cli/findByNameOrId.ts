import { AppError } from '../core/AppError'

/**
 * The one thing a person means: by its id, else by its whole name, else by its whole name in any case. Throws AppError
 * `ambiguous` with the ids when it could be several; undefined when it is none.
 */
export function findByNameOrId<T extends { readonly id: string; readonly name: string }>(
  things: readonly T[],
  nameOrId: string,
): T | undefined {
  const byId = things.find((thing) => thing.id === nameOrId)
  if (byId) return byId
  const wanted = nameOrId.normalize()
  const folded = wanted.toLowerCase()
  const exact = things.filter((thing) => thing.name.normalize() === wanted)
  const found = exact.length > 0 ? exact : things.filter((thing) => thing.name.normalize().toLowerCase() === folded)
  if (found.length > 1) {
    throw new AppError({ code: 'ambiguous', name: nameOrId, candidates: found.map((thing) => thing.id) })
  }
  return found[0]
}
