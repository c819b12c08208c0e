import type { EditorEvents } from '@tiptap/core'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { SlicedWork } from '../../../state/SlicedWork'
import type { PageEditor } from '../PageEditor.svelte'
import type { BlockFinder } from './FindQuery'
import { findBetween, type Match } from './FoundBlocks'
import { movedMatch } from './movedMatch'

/** So many are replaced in one go, and so many blocks looked through for them. */
const STEP = 100
/** A block with more is written anew as one edit. */
const MANY_IN_BLOCK = 200

/** Puts a text in place of what was found, styled like the beginning of that. */
export function replaceMatch(tr: Transaction, { from, to }: Match, replacement: string): Transaction {
  if (tr.doc.textBetween(from, to) === replacement) return tr
  const marks = tr.doc.nodeAt(from)?.marks ?? []
  return replacement === ''
    ? tr.delete(from, to)
    : tr.replaceWith(from, to, tr.doc.type.schema.text(replacement, marks))
}

/**
 * Replaces all that is found, from the top, in steps with frames and keys between them, and as one step to undo. The binding to the
 * shared text writes what lies between the first and the last difference of a block anew, so each edit changes one place of
 * a block: what others write beside it stays.
 */
export class Replacing {
  readonly #work: SlicedWork
  readonly #undo: Y.UndoManager
  readonly #captureTimeout: number
  #isOver = false
  /** What is next. Moves with what anybody writes. */
  #waiting: Match[] = []
  /** All above was done. */
  #done = 0

  /** `onDone` is told how many were replaced. */
  constructor(
    readonly page: PageEditor,
    readonly finder: BlockFinder,
    readonly replacement: string,
    onDone: (count: number) => void,
  ) {
    this.#work = new SlicedWork(page.host.live.space.environment.timers)
    this.#undo = undoManagerOf(page.editor.state)
    this.#captureTimeout = this.#undo.captureTimeout
    this.#undo.stopCapturing()
    this.#undo.captureTimeout = Infinity
    page.editor.on('transaction', this.#moved)
    this.#work.begin(this.#steps(), (count) => {
      this.stop()
      onDone(count)
    })
  }

  /** Leaves the rest as it is. */
  stop(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#work.stop()
    this.page.editor.off('transaction', this.#moved)
    this.#undo.captureTimeout = this.#captureTimeout
    this.#undo.stopCapturing()
  }

  *#steps(): Generator<undefined, number> {
    let count = 0
    while (this.#take()) {
      while (this.#waiting.length > 0) {
        count += this.#replace()
        yield
      }
      yield
    }
    return count
  }

  /** False at the end of the page. */
  #take(): boolean {
    const { doc } = this.page.editor.state
    if (this.#done >= doc.content.size) return false
    const start = doc.resolve(this.#done).index(0)
    let end = this.#done
    for (let index = start; index < doc.childCount && index < start + STEP; index++) {
      const block = doc.child(index)
      this.#waiting.push(...findBetween(doc, end, end + block.nodeSize, this.finder).filter(({ isText }) => isText))
      end += block.nodeSize
      if (this.#waiting.length >= STEP) break
    }
    this.#done = end
    return true
  }

  /** The last one in each block. */
  #replace(): number {
    const { tr } = this.page.editor.state
    const byBlock = new Map<number, Match[]>()
    for (const match of this.#waiting) {
      const block = tr.doc.resolve(match.from).start()
      const ofBlock = byBlock.get(block)
      if (ofBlock) ofBlock.push(match)
      else byBlock.set(block, [match])
    }
    const now = [...byBlock.values()].flatMap((all) => (all.length > MANY_IN_BLOCK ? all : all.slice(-1)))
    const isNow = new Set(now)
    this.#waiting = this.#waiting.filter((match) => !isNow.has(match))
    for (const match of now.reverse()) replaceMatch(tr, match, this.replacement)
    this.page.view.dispatch(tr)
    return now.length
  }

  readonly #moved = ({ transaction }: EditorEvents['transaction']): void => {
    if (!transaction.docChanged) return
    this.#done = transaction.mapping.map(this.#done)
    this.#waiting = this.#waiting.flatMap((match) => movedMatch(transaction, match) ?? [])
  }
}

export function undoManagerOf(state: EditorState): Y.UndoManager {
  return (yUndoPluginKey.getState(state) as { readonly undoManager: Y.UndoManager }).undoManager
}
