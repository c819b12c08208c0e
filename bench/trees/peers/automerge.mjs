// Automerge has no tree: a map of vertices that name their parent; kept as it saves itself. Nothing prevents cycles.
// Single edits are made a hundred to a change: one by one they would take minutes.
import * as Automerge from '@automerge/automerge'
import { readBlob, writeBlob } from '../blobStore.mjs'
import { idOf, NAME, nameOf } from '../vertexNames.mjs'

const EDITS_PER_CHANGE = 100

function replica(start, startCount) {
  let doc = start
  let count = startCount
  let childrenById
  let edits = []
  const from = Automerge.getHeads(doc)
  const change = (edit) => {
    doc = Automerge.change(doc, edit)
    childrenById = undefined
  }
  const flush = () => {
    const made = edits
    edits = []
    if (made.length === 0) return
    change(({ vertices }) => {
      for (const [vertex, key, value] of made) vertices[idOf(vertex)][key] = value
    })
  }
  const childrenOf = () => {
    if (childrenById) return childrenById
    childrenById = new Map()
    for (const [id, { parent }] of Object.entries(doc.vertices)) {
      const siblings = childrenById.get(parent)
      if (siblings) siblings.push(id)
      else childrenById.set(parent, [id])
    }
    return childrenById
  }
  return {
    grow(parents) {
      change(({ vertices }) => {
        for (const parent of parents) {
          vertices[idOf(count)] = { parent: parent === null ? '' : idOf(parent), [NAME]: nameOf(count) }
          count += 1
        }
      })
    },
    move(moves) {
      change(({ vertices }) => {
        for (const [vertex, parent] of moves) vertices[idOf(vertex)].parent = idOf(parent)
      })
    },
    write(vertex, key, value) {
      edits.push([vertex, key, value])
      if (edits.length === EDITS_PER_CHANGE) flush()
    },
    root: () => idOf(0),
    children: (id) => childrenOf().get(id) ?? [],
    value: (id, key) => doc.vertices[id][key],
    fork: () => replica(Automerge.clone(doc), count),
    changes: () => Automerge.getChangesSince(doc, from),
    merge(changes) {
      ;[doc] = Automerge.applyChanges(doc, changes)
      childrenById = undefined
    },
    snapshot() {
      flush()
      return Automerge.save(doc)
    },
    close: () => Automerge.free(doc),
  }
}

export const system = {
  name: 'Automerge',
  create() {
    const made = replica(Automerge.from({ vertices: {} }), 0)
    made.grow([null])
    return made
  },
  store: (tree, folder) => writeBlob(folder, tree.snapshot()),
  open: (folder) => replica(Automerge.load(readBlob(folder)), 0),
}

/** A page is a document of its own. */
export const pages = {
  write(paragraphs) {
    let doc = Automerge.from({ body: '' })
    for (const paragraph of paragraphs) {
      doc = Automerge.change(doc, (draft) => Automerge.splice(draft, ['body'], draft.body.length, 0, paragraph))
    }
    return Automerge.save(doc)
  },
  open(bytes) {
    return new Page(Automerge.load(bytes))
  },
}

class Page {
  constructor(doc) {
    this.doc = doc
  }

  text() {
    return this.doc.body
  }

  receive(bytes, news) {
    const start = Automerge.load(bytes)
    const other = Automerge.change(start, (draft) => Automerge.splice(draft, ['body'], 0, 0, news))
    ;[this.doc] = Automerge.applyChanges(this.doc, [Automerge.getLastLocalChange(other)])
    Automerge.free(other)
  }

  edit(letter) {
    this.doc = Automerge.change(this.doc, (draft) => Automerge.splice(draft, ['body'], draft.body.length, 0, letter))
  }
}
