import type { TreeReplica } from './TreeSystem'
import { NAME, numberOf } from './vertexNames.mjs'

/** Reads the names from the root to a leaf, so many times, each time another way: what "readable" means for all systems. */
export function readPaths(replica: TreeReplica, paths: number): number {
  let names = 0
  for (let path = 0; path < paths; path++) {
    let vertex = replica.root()
    for (let step = path; ; step = (step * 7 + 3) % 1009) {
      if (typeof replica.value(vertex, NAME) === 'string') names += 1
      const children = replica.children(vertex)
      if (children.length === 0) break
      vertex = children[step % children.length]
    }
  }
  return names
}

/** The number of each vertex's parent, from the root down; -1 for the root and whatever cannot be reached from it. */
export function placesOf(replica: TreeReplica, count: number): Int32Array {
  const places = new Int32Array(count).fill(-1)
  const waiting: [vertex: unknown, number: number][] = [[replica.root(), 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [vertex, number] = next
    for (const child of replica.children(vertex)) {
      const name = replica.value(child, NAME)
      if (typeof name !== 'string') throw new Error('a vertex without its name')
      places[numberOf(name)] = number
      waiting.push([child, numberOf(name)])
    }
  }
  return places
}

export function countUnreachable(places: Int32Array): number {
  return places.reduce((count, parent) => count + Number(parent === -1), 0) - 1
}
