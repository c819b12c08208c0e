// Loro's movable tree, one commit per edit, kept as a snapshot. Order among siblings is off: nobody is asked for one here.
import { LoroDoc } from 'loro-crdt'
import { readBlob, writeBlob } from '../blobStore.mjs'
import { NAME, nameOf } from '../vertexNames.mjs'

function replica(doc, ids) {
  const tree = doc.getTree('tree')
  tree.disableFractionalIndex()
  const from = doc.version()
  const refOf = (node) => ({ node, id: node.id })
  return {
    grow(parents) {
      for (const parent of parents) {
        const node = tree.createNode(ids[parent])
        node.data.set(NAME, nameOf(ids.length))
        ids.push(node.id)
      }
      doc.commit()
    },
    move(moves) {
      for (const [vertex, parent] of moves) tree.move(ids[vertex], ids[parent])
      doc.commit()
    },
    write(vertex, key, value) {
      tree.getNodeByID(ids[vertex]).data.set(key, value)
      doc.commit()
    },
    root: () => refOf(tree.roots()[0]),
    children: ({ node }) => (node.children() ?? []).map(refOf),
    value: ({ node }, key) => node.data.get(key),
    fork: () => replica(doc.fork(), [...ids]),
    changes: () => doc.export({ mode: 'update', from }),
    merge: (changes) => void doc.import(changes),
    snapshot: () => doc.export({ mode: 'snapshot' }),
    close: () => doc.free(),
  }
}

export const system = {
  name: 'Loro',
  create() {
    const made = replica(new LoroDoc(), [])
    made.grow([undefined])
    return made
  },
  store: (tree, folder) => writeBlob(folder, tree.snapshot()),
  open(folder) {
    const doc = new LoroDoc()
    doc.import(readBlob(folder))
    return replica(doc, [])
  },
}

/** A page is a document of its own. */
export const pages = {
  write(paragraphs) {
    const doc = new LoroDoc()
    const text = doc.getText('body')
    for (const paragraph of paragraphs) {
      text.insert(text.length, paragraph)
      doc.commit()
    }
    return doc.export({ mode: 'snapshot' })
  },
  open(bytes) {
    const doc = new LoroDoc()
    doc.import(bytes)
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
    const other = new LoroDoc()
    other.import(bytes)
    const from = other.version()
    other.getText('body').insert(0, news)
    other.commit()
    this.doc.import(other.export({ mode: 'update', from }))
    other.free()
  }

  edit(letter) {
    const text = this.doc.getText('body')
    text.subscribe(watch)
    text.insert(text.length, letter)
    this.doc.commit()
  }
}

function watch() {}
