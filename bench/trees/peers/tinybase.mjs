// A TinyBase MergeableStore: one row per vertex with its parent in a cell, and an index over that cell; kept as its JSON.
// It remembers the last value only, and nothing prevents cycles.
import { createIndexes, createMergeableStore } from 'tinybase'
import { readBlob, writeBlob } from '../blobStore.mjs'
import { idOf, NAME, nameOf } from '../vertexNames.mjs'

const [TABLE, PARENT, BY_PARENT] = ['vertices', 'parent', 'byParent']

function replica(store, startCount) {
  const indexes = createIndexes(store).setIndexDefinition(BY_PARENT, TABLE, PARENT)
  const transactions = []
  let count = startCount
  return {
    grow(parents) {
      store.transaction(() => {
        for (const parent of parents) {
          store.setRow(TABLE, idOf(count), { [PARENT]: parent === null ? '' : idOf(parent), [NAME]: nameOf(count) })
          count += 1
        }
      })
    },
    move(moves) {
      store.transaction(() => {
        for (const [vertex, parent] of moves) store.setCell(TABLE, idOf(vertex), PARENT, idOf(parent))
      })
    },
    write: (vertex, key, value) => void store.setCell(TABLE, idOf(vertex), key, value),
    root: () => idOf(0),
    children: (id) => indexes.getSliceRowIds(BY_PARENT, id),
    value: (id, key) => store.getCell(TABLE, id, key),
    fork() {
      const other = createMergeableStore()
      other.setMergeableContent(store.getMergeableContent())
      const forked = replica(other, count)
      other.addDidFinishTransactionListener(() => forked.transactions.push(other.getTransactionMergeableChanges()))
      return forked
    },
    transactions,
    // As its synchronizer sends them.
    changes: () => JSON.stringify(transactions),
    merge(changes) {
      for (const transaction of JSON.parse(changes)) store.applyMergeableChanges(transaction)
    },
    snapshot: () => Buffer.from(JSON.stringify(store.getMergeableContent())),
    close: () => indexes.destroy(),
  }
}

export const system = {
  name: 'TinyBase',
  create() {
    const made = replica(createMergeableStore(), 0)
    made.grow([null])
    return made
  },
  store: (tree, folder) => writeBlob(folder, tree.snapshot()),
  open(folder) {
    const store = createMergeableStore()
    store.setMergeableContent(JSON.parse(readBlob(folder).toString()))
    return replica(store, 0)
  },
}

/** A page is a store of its own; its text is one cell, which does not merge letter by letter. */
export const pages = {
  write(paragraphs) {
    const store = createMergeableStore()
    for (const paragraph of paragraphs) store.setValue('body', `${store.getValue('body') ?? ''}${paragraph}`)
    return Buffer.from(JSON.stringify(store.getMergeableContent()))
  },
  open(bytes) {
    const store = createMergeableStore()
    store.setMergeableContent(JSON.parse(Buffer.from(bytes).toString()))
    return new Page(store)
  },
}

class Page {
  constructor(store) {
    this.store = store
  }

  text() {
    return this.store.getValue('body')
  }

  receive(bytes, news) {
    const other = createMergeableStore()
    other.setMergeableContent(JSON.parse(Buffer.from(bytes).toString()))
    other.setValue('body', news + other.getValue('body'))
    this.store.applyMergeableChanges(other.getMergeableContent())
  }

  edit(letter) {
    this.store.addValueListener('body', watch)
    this.store.setValue('body', this.store.getValue('body') + letter)
  }
}

function watch() {}
