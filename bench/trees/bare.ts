import { deflateSync, inflateSync } from 'node:zlib'
import { Packr } from 'msgpackr'
import { readBlob, writeBlob } from './blobStore.mjs'
import type { Move, TreeReplica, TreeSystem } from './TreeSystem'
import { NAME, nameOf } from './vertexNames.mjs'

class Vertex {
  /** Made when there is one. */
  children: Set<Vertex> | undefined
  values: Map<string, string> | undefined

  constructor(
    public parent: Vertex | undefined,
    readonly name: string,
  ) {}
}

interface Saved {
  readonly parents: Int32Array
  readonly names: readonly string[]
  readonly writes: readonly [Int32Array, readonly string[], readonly string[]]
}

interface BareReplica extends TreeReplica<Vertex> {
  saved(): Saved
}

const packr = new Packr({ moreTypes: true })

/**
 * The limit: objects that know their parent and children, one blob of columns in SQLite with every write in it, and nothing
 * that would let two of them ever merge; concurrent moves are done one after the other, if they make no cycle.
 */
export const system: TreeSystem = {
  name: 'bare objects',
  isLimit: true,
  create: () => replica({ parents: Int32Array.of(-1), names: [nameOf(0)], writes: [new Int32Array(), [], []] }),
  store(made, folder) {
    writeBlob(folder, deflateSync(packr.pack((made as BareReplica).saved())))
  },
  open: (folder) => replica(packr.unpack(inflateSync(readBlob(folder))) as Saved),
}

function replica(saved: Saved): BareReplica {
  const vertices: Vertex[] = []
  const moved: Move[] = []
  const writes: [vertex: number, key: string, value: string][] = []
  const add = (parent: Vertex | undefined, name: string): void => {
    const vertex = new Vertex(parent, name)
    put(vertex, parent)
    vertices.push(vertex)
  }
  const write = (vertex: number, key: string, value: string): void => {
    const target = vertices[vertex]
    if (target) (target.values ??= new Map()).set(key, value)
    writes.push([vertex, key, value])
  }
  const move = (vertex: Vertex | undefined, parent: Vertex | undefined): void => {
    if (!vertex || !parent || isAtOrUnder(parent, vertex)) return
    vertex.parent?.children?.delete(vertex)
    vertex.parent = parent
    put(vertex, parent)
  }
  const made: BareReplica = {
    grow(parents) {
      for (const parent of parents) add(vertices[parent], nameOf(vertices.length))
    },
    move(moves) {
      for (const [vertex, parent] of moves) move(vertices[vertex], vertices[parent])
      moved.push(...moves)
    },
    write,
    root: () => vertices[0]!,
    children: ({ children }) => [...(children ?? [])],
    value: (vertex, key) => (key === NAME ? vertex.name : vertex.values?.get(key)),
    fork: () => replica(made.saved()),
    changes: () => moved,
    merge(changes) {
      for (const [vertex, parent] of changes as readonly Move[]) move(vertices[vertex], vertices[parent])
    },
    close: () => undefined,
    saved() {
      const numbers = new Map(vertices.map((vertex, number) => [vertex, number]))
      return {
        parents: Int32Array.from(vertices, ({ parent }) => (parent ? (numbers.get(parent) ?? -1) : -1)),
        names: vertices.map(({ name }) => name),
        writes: [
          Int32Array.from(writes, ([vertex]) => vertex),
          writes.map(([, key]) => key),
          writes.map(([, , value]) => value),
        ],
      }
    },
  }
  saved.names.forEach((name, number) => add(vertices[saved.parents[number] ?? -1], name))
  const [targets, keys, values] = saved.writes
  targets.forEach((vertex, index) => write(vertex, keys[index] ?? '', values[index] ?? ''))
  return made
}

function put(vertex: Vertex, parent: Vertex | undefined): void {
  if (parent) (parent.children ??= new Set()).add(vertex)
}

function isAtOrUnder(vertex: Vertex, ancestor: Vertex): boolean {
  for (let at: Vertex | undefined = vertex; at; at = at.parent) if (at === ancestor) return true
  return false
}
