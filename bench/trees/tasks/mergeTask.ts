import { randomMoves, randomParents } from '../randomTree'
import { countUnreachable, placesOf, readPaths } from '../readTree'
import type { TreePlan, TreeTask } from '../TreeTask'
import type { TreeReplica, TreeSystem } from '../TreeSystem'

const PATHS = 10
/** In larger trees the other replica is not looked at: reading every place takes some systems many seconds. */
const COMPARED_SIZE = 20_000
const bases = new WeakMap<TreeSystem, { readonly size: number; readonly base: TreeReplica }>()

/** Two replicas of one tree each made so many moves; one takes the other's, until its tree can be read. */
export function mergeTask(system: TreeSystem, { size, changes }: TreePlan): TreeTask {
  const parents = randomParents(size)
  const [ourMoves, theirMoves] = [randomMoves(parents, changes, 2), randomMoves(parents, changes, 3)]
  const base = grown(system, parents)
  const theirs = base.fork()
  theirs.move(theirMoves)
  const theirNews = theirs.changes()
  let ours: TreeReplica
  let ourNews: unknown
  return {
    prepare() {
      ours = base.fork()
      ours.move(ourMoves)
      readPaths(ours, PATHS)
      ourNews = ours.changes()
    },
    run() {
      ours.merge(theirNews)
      if (readPaths(ours, PATHS) < PATHS) throw new Error('not readable')
    },
    check() {
      if (system.isLimit) return ''
      const places = placesOf(ours, size)
      if (size <= COMPARED_SIZE) {
        theirs.merge(ourNews)
        const others = placesOf(theirs, size)
        if (places.some((parent, vertex) => parent !== others[vertex])) throw new Error('the replicas differ')
      }
      const lost = countUnreachable(places)
      return lost > 0 ? `${lost.toLocaleString('en')} vertices lost in cycles` : ''
    },
    end: () => ours.close(),
  }
}

/** The tree before anybody moved anything: making a large one takes some systems longer than all that comes after. */
function grown(system: TreeSystem, parents: readonly number[]): TreeReplica {
  const known = bases.get(system)
  if (known?.size === parents.length) return known.base
  const base = system.create()
  base.grow(parents)
  bases.set(system, { size: parents.length, base })
  return base
}
