import type { EditorEvents } from '@tiptap/core'
import { Fragment, type Node } from '@tiptap/pm/model'
import type { EditorState, Transaction } from '@tiptap/pm/state'
import { yUndoPluginKey } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { SlicedWork } from '../../../state/SlicedWork'
import type { PageEditor } from '../PageEditor.svelte'
import type { BlockFinder } from './FindQuery'
import { matchesInBlock, textBlocks, type Match } from './FoundBlocks'
import { movedMatch } from './movedMatch'

/** So many blocks are looked through in one go. */
const LOOKED = 100
/** So many edits are made in one go: each copies the list or table it is in. */
const EDITS = 15
/** More than a frame: what was replaced is drawn after each, which takes longer still in a large table. */
const SLICE_MS = 24
/** A block with more is written anew as one edit: each by itself would copy all of it, and be one of too many. */
const MANY_IN_BLOCK = 50

/** Puts a text in place of what was found, styled like the beginning of that. */
export function replaceMatch(tr: Transaction, { from, to }: Match, replacement: string): Transaction {
  if (tr.doc.textBetween(from, to) === replacement) return tr
  const marks = tr.doc.nodeAt(from)?.marks ?? []
  return replacement === ''
    ? tr.delete(from, to)
    : tr.replaceWith(from, to, tr.doc.type.schema.text(replacement, marks))
}

/** Puts a text in place of all matches of one block, which are in order, as one edit. */
function rewriteBlock(tr: Transaction, matches: readonly [Match, ...Match[]], replacement: string): void {
  const place = tr.doc.resolve(matches[0].from)
  const start = place.start()
  const written: Node[] = []
  let next = 0
  place.parent.forEach((child, offset) => {
    const [begins, ends] = [start + offset, start + offset + child.nodeSize]
    let kept = begins
    for (let match = matches[next]; match && match.from < ends; match = matches[next]) {
      if (match.from > kept) written.push(child.cut(kept - begins, match.from - begins))
      if (match.from >= begins && replacement !== '') written.push(tr.doc.type.schema.text(replacement, child.marks))
      kept = Math.min(match.to, ends)
      // The rest of it is in the next child.
      if (match.to > ends) break
      next++
    }
    if (kept < ends) written.push(child.cut(kept - begins))
  })
  tr.replaceWith(start, place.end(), Fragment.fromArray(written))
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
    this.#work = new SlicedWork(page.host.live.space.environment.timers, undefined, SLICE_MS)
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

  /** What is in the next blocks, of so many as one go can edit. False at the end of the page. */
  #take(): boolean {
    const { doc } = this.page.editor.state
    let looked = 0
    let edits = 0
    for (const [block, position] of textBlocks(doc, 0, this.#done)) {
      if (looked === LOOKED || edits === EDITS) return true
      const found = matchesInBlock(block, position, this.finder).filter(
        ({ isText, from }) => isText && from >= this.#done,
      )
      this.#waiting.push(...found)
      this.#done = position + block.nodeSize
      looked++
      if (found.length > 0) edits++
    }
    return looked > 0
  }

  /** The last one in each block, or all of a block that has many. */
  #replace(): number {
    const { tr } = this.page.editor.state
    const byBlock = new Map<number, Match[]>()
    for (const match of this.#waiting) {
      const block = tr.doc.resolve(match.from).start()
      const ofBlock = byBlock.get(block)
      if (ofBlock) ofBlock.push(match)
      else byBlock.set(block, [match])
    }
    const now = [...byBlock.values()].map((all) => (all.length > MANY_IN_BLOCK ? all : all.slice(-1)))
    const isNow = new Set(now.flat())
    this.#waiting = this.#waiting.filter((match) => !isNow.has(match))
    for (const [match, ...others] of now.reverse()) {
      if (!match) continue
      if (others.length > 0) rewriteBlock(tr, [match, ...others], this.replacement)
      else replaceMatch(tr, match, this.replacement)
    }
    this.page.view.dispatch(tr)
    return isNow.size
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
