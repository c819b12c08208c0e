// Yjs has no tree: a map of vertices that name their parent, each a map of its own so that properties merge one by one. Who
// lies in whom is found by one pass over the map. Nothing prevents cycles.
import * as Y from 'yjs'
import { readBlob, writeBlob } from '../blobStore.mjs'
import { idOf, NAME, nameOf } from '../vertexNames.mjs'

const PARENT = 'parent'

function replica(doc, startCount) {
  const vertices = doc.getMap('vertices')
  const from = Y.encodeStateVector(doc)
  let count = startCount
  let childrenById
  doc.on('afterTransaction', () => {
    childrenById = undefined
  })
  const childrenOf = () => {
    if (childrenById) return childrenById
    childrenById = new Map()
    for (const [id, vertex] of vertices.entries()) {
      const parent = vertex.get(PARENT)
      const siblings = childrenById.get(parent)
      if (siblings) siblings.push(id)
      else childrenById.set(parent, [id])
    }
    return childrenById
  }
  return {
    grow(parents) {
      doc.transact(() => {
        for (const parent of parents) {
          const vertex = new Y.Map()
          vertex.set(PARENT, parent === null ? '' : idOf(parent))
          vertex.set(NAME, nameOf(count))
          vertices.set(idOf(count), vertex)
          count += 1
        }
      })
    },
    move(moves) {
      doc.transact(() => {
        for (const [vertex, parent] of moves) vertices.get(idOf(vertex)).set(PARENT, idOf(parent))
      })
    },
    write: (vertex, key, value) => void vertices.get(idOf(vertex)).set(key, value),
    root: () => idOf(0),
    children: (id) => childrenOf().get(id) ?? [],
    value: (id, key) => vertices.get(id).get(key),
    fork() {
      const other = new Y.Doc()
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
      return replica(other, count)
    },
    changes: () => Y.encodeStateAsUpdate(doc, from),
    merge: (changes) => Y.applyUpdate(doc, changes),
    snapshot: () => Y.encodeStateAsUpdate(doc),
    close: () => doc.destroy(),
  }
}

export const system = {
  name: 'Yjs',
  create() {
    const made = replica(new Y.Doc(), 0)
    made.grow([null])
    return made
  },
  store: (tree, folder) => writeBlob(folder, tree.snapshot()),
  open(folder) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, readBlob(folder))
    return replica(doc, 0)
  },
}

/** A page is a document of its own. */
export const pages = {
  write(paragraphs) {
    const doc = new Y.Doc()
    const text = doc.getText('body')
    for (const paragraph of paragraphs) text.insert(text.length, paragraph)
    return Y.encodeStateAsUpdate(doc)
  },
  open(bytes) {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, bytes)
    return new Page(doc)
  },
}

class Page {
  constructor(doc) {
    this.doc = doc
  }

  text() {
    return this.doc.getText('body').toString()
  }

  receive(bytes, news) {
    const other = new Y.Doc()
    Y.applyUpdate(other, bytes)
    const from = Y.encodeStateVector(other)
    other.getText('body').insert(0, news)
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other, from))
    other.destroy()
  }

  edit(letter) {
    const text = this.doc.getText('body')
    text.observe(watch)
    text.insert(text.length, letter)
  }
}

function watch() {}
