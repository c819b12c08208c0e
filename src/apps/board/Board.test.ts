import { beforeEach, describe, expect, it } from 'vitest'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { Board, NOTES } from './Board'
import { BoardEdits } from './BoardEdits'
import { writeTitle } from './boardTitle'
import { boardText } from './boardText'
import { newBoard } from './newBoard'

const environment = new TestEnvironment(7)

/** One machine's copy of a board. */
class Machine {
  readonly board: Board
  readonly edits: BoardEdits

  constructor(readonly tree: SpaceTree) {
    this.board = new Board(tree)
    this.edits = new BoardEdits(this.board, environment)
  }

  /** Another copy of it. */
  copy(): Machine {
    this.tree.takeLocalOps()
    return new Machine(this.tree.replicate(newPeerId(environment)))
  }

  /** `To do: Milk, Bread` for each column. */
  get shown(): string[] {
    const title = (id: VertexId): string => this.board.title(id) || '?'
    return this.board.columns().map(({ id, kind, cardIds }) => {
      const name = kind === 'column' ? title(id) : `(${kind}) ${kind === 'loose' ? '' : title(id)}`.trim()
      return [name, cardIds.map(title).join(', ')].filter((part) => part !== '').join(': ')
    })
  }

  columnId(index: number): VertexId {
    return this.board.columns()[index]?.id ?? ''
  }

  card(title: string): VertexId {
    const ids = this.board.columns().flatMap(({ cardIds }) => cardIds)
    return ids.find((id) => this.board.title(id) === title) ?? ''
  }

  add(column: number, ...titles: string[]): void {
    for (const title of titles) this.edits.addCard(this.columnId(column), title)
  }

  rename(id: VertexId, title: string): void {
    const before = this.board.title(id)
    writeTitle(this.tree, id, before, title)
    this.edits.renamed(id, before)
  }
}

function sync(a: Machine, b: Machine): void {
  const [ofA, ofB] = [a.tree.takeLocalOps(), b.tree.takeLocalOps()]
  a.tree.mergeOps(ofB)
  b.tree.mergeOps(ofA)
  expect(a.shown).toEqual(b.shown)
}

let here: Machine
beforeEach(() => {
  const tree = SpaceTree.create({ treeId: 'board', peerId: newPeerId(environment), environment })
  newBoard(tree, environment)
  here = new Machine(tree)
})

describe('a board', () => {
  it('[BD1] begins with three columns, and keeps columns and cards in the order people give them', () => {
    expect(here.shown).toEqual(['To do', 'Doing', 'Done'])
    here.add(0, 'Milk', 'Bread', 'Salt')
    here.edits.move(here.card('Salt'), here.columnId(0), { before: here.card('Milk') })
    here.edits.move(here.card('Bread'), here.columnId(1), 'end')
    here.edits.move(here.columnId(2), here.board.rootId ?? '', { before: here.columnId(0) })
    expect(here.shown).toEqual(['Done', 'To do: Salt, Milk', 'Doing: Bread'])
  })

  it('[BD2] takes every step back and does it again', () => {
    here.add(0, 'Milk', 'Bread')
    const start = here.shown
    here.edits.move(here.card('Milk'), here.columnId(1), 'end')
    here.rename(here.card('Bread'), 'Rye bread')
    here.edits.deleteCard(here.card('Milk'))
    here.edits.addColumn('Later')
    here.edits.deleteColumn(here.columnId(0))
    const end = here.shown
    expect(end).toEqual(['Doing', 'Done', 'Later'])
    for (let step = 0; step < 5; step++) expect(here.edits.history.undo()).toBe(true)
    expect(here.shown).toEqual(start)
    for (let step = 0; step < 5; step++) expect(here.edits.history.redo()).toBe(true)
    expect(here.shown).toEqual(end)
  })

  it('[BD3] ends the same on both machines when both move one card, or a column and what is in it', () => {
    here.add(0, 'Milk', 'Bread')
    const there = here.copy()
    here.edits.move(here.card('Milk'), here.columnId(1), 'end')
    there.edits.move(there.card('Milk'), there.columnId(2), 'end')
    there.edits.move(there.columnId(0), there.board.rootId ?? '', 'end')
    here.edits.move(here.card('Bread'), here.columnId(0), { before: here.card('Milk') })
    sync(here, there)
    expect(here.shown.join(' ').match(/Milk/g)).toHaveLength(1)
    expect(here.shown).toHaveLength(3)
  })

  it('[BD4] merges titles letter by letter, and undo takes back only what was written here', () => {
    here.add(0, 'Buy milk')
    const there = here.copy()
    here.rename(here.card('Buy milk'), 'Buy oat milk')
    there.rename(there.card('Buy milk'), 'Buy milk on Monday')
    sync(here, there)
    expect(here.shown[0]).toBe('To do: Buy oat milk on Monday')
    here.edits.history.undo()
    expect(here.shown[0]).toBe('To do: Buy milk on Monday')
    here.edits.history.redo()
    expect(here.shown[0]).toBe('To do: Buy oat milk on Monday')
  })

  it('[BD5] deletes a column with the cards in it, and keeps in sight what came into it at the same time', () => {
    here.add(0, 'Milk', 'Bread')
    here.add(1, 'Salt')
    const there = here.copy()
    here.edits.deleteColumn(here.columnId(0))
    there.edits.move(there.card('Salt'), there.columnId(0), 'end')
    there.add(0, 'Honey')
    sync(here, there)
    expect(here.shown).toEqual(['Doing', 'Done', '(left-over) To do: Salt, Honey'])
    const [leftOver] = here.board.columns().filter(({ kind }) => kind === 'left-over')
    here.edits.restore(leftOver?.id ?? '')
    sync(here, there)
    expect(there.shown).toEqual(['To do: Salt, Honey', 'Doing', 'Done'])
  })

  it('[BD5] undoing the deletion of a column leaves alone what others have put elsewhere', () => {
    here.add(0, 'Milk', 'Bread')
    const there = here.copy()
    here.edits.deleteColumn(here.columnId(0))
    sync(here, there)
    const [deleted] = there.board.deletedCardIds().filter((id) => there.board.title(id) === 'Milk')
    there.edits.move(deleted ?? '', there.columnId(1), 'end')
    sync(here, there)
    here.edits.history.undo()
    sync(here, there)
    expect(here.shown).toEqual(['To do: Bread', 'Doing', 'Done: Milk'])
  })

  it('[EV15] a card becomes what it was in one step, and its notes stay open for as long as that can be taken back', () => {
    here.add(0, 'Milk')
    const id = here.card('Milk')
    const { tree, edits } = here
    const notes = (): string => tree.readText(id, NOTES, (doc) => doc.getText('n').toJSON())
    const write = (text: string) => () => {
      const held = tree.text(id, NOTES).getText('n')
      held.delete(0, held.length)
      held.insert(0, text)
    }
    write('now')()
    const doc = tree.text(id, NOTES)
    edits.restoreVersion(id, 'Oat milk', () => {
      write('then')()
      return { undo: write('now'), redo: write('then') }
    })
    edits.closeNotes(id)
    expect(tree.text(id, NOTES)).toBe(doc)
    expect([here.board.title(id), notes()]).toEqual(['Oat milk', 'then'])
    edits.history.undo()
    expect([here.board.title(id), notes()]).toEqual(['Milk', 'now'])
    edits.history.redo()
    expect([here.board.title(id), notes()]).toEqual(['Oat milk', 'then'])
    expect(edits.history.state.current.undoLabel).toBe('Restore version')
  })

  it('[BD6] lists deleted cards, the latest first, and brings them back with their notes', () => {
    here.add(0, 'Milk', 'Bread')
    here.tree.text(here.card('Milk'), NOTES).getText(NOTES).insert(0, 'two litres')
    here.edits.deleteCard(here.card('Milk'))
    environment.skewMs += 1000
    const there = here.copy()
    here.edits.deleteColumn(here.columnId(0))
    expect(here.board.deletedCardIds().map((id) => here.board.title(id))).toEqual(['Bread', 'Milk'])
    const [bread = '', milk = ''] = here.board.deletedCardIds()
    here.edits.restore(bread)
    here.edits.restore(milk)
    sync(here, there)
    expect(there.shown).toEqual(['Doing: Milk, Bread', 'Done'])
    expect(there.board.hasNotes(milk)).toBe(true)
  })

  it('[BD7] shows something sensible for whatever the tree holds, and changes nothing of it', () => {
    const { tree } = here
    const rootId = tree.root?.id ?? ''
    const nameless = tree.createVertex(here.columnId(0), { kind: 'card', order: 7, title: ['no', 'text'] })
    tree.createVertex(here.columnId(0), { name: 'Made elsewhere' })
    tree.createVertex(here.columnId(0), { kind: 'sticker' })
    tree.createVertex(rootId, { kind: 'card', title: 'Stray' })
    tree.createVertex(rootId, { kind: 'rules' })
    tree.createVertex(rootId, { kind: true })
    tree.createVertex(nameless, { kind: 'card', title: 'Inside' })
    tree.takeLocalOps()
    expect(here.shown).toEqual(['To do: ?, Made elsewhere', 'Doing', 'Done', '(loose): Stray'])
    expect(here.board.columnOf(nameless)?.id).toBe(here.columnId(0))
    expect(tree.takeLocalOps()).toEqual([])
    const empty = new Machine(new SpaceTree({ treeId: 'board', peerId: newPeerId(environment), environment }))
    expect(empty.shown).toEqual([])
    expect(empty.edits.addColumn('Too early')).toBeUndefined()
  })

  it('[BD8] gives all its text, titles and notes, for searching', () => {
    here.add(1, 'Milk')
    expect(boardText(here.board, () => 'two litres')).toBe('To do\nDoing\nMilk\nDone')
    here.tree.text(here.card('Milk'), NOTES).getText(NOTES).insert(0, 'two litres')
    expect(boardText(here.board, () => 'two litres')).toBe('To do\nDoing\nMilk\ntwo litres\nDone')
  })
})
