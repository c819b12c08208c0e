import type * as Y from 'yjs'
import { AppError, describeError } from '../../../core/AppError'
import { nextTurn } from '../../../core/nextTurn'
import { withinTime } from '../../../core/withinTime'
import type { AppTree } from '../../../core/space/AppTree'
import type { OpenSpace } from '../../../core/space/OpenSpace'
import type { Space } from '../../../core/space/Space'
import type { Arrival } from '../../../core/space/versions/ArrivalTimes'
import { replayText } from '../../../core/space/versions/replayText'
import { TextLog } from '../../../core/space/versions/TextLog'
import { textVersions, type TextVersion } from '../../../core/space/versions/textVersions'
import type { TreeId } from '../../../core/tree/ops'
import { SlicedWork } from '../../state/SlicedWork'

/** A few milliseconds of reading. */
const PACKS_PER_TURN = 100
const FLUSH_MS = 2000

export interface PageVersionsParts {
  readonly openSpace: OpenSpace
  readonly space: Space
  readonly treeId: TreeId
  /** When the packs of the page came. */
  readonly askTimes: () => Promise<readonly Arrival[]>
  /** Draws a text in steps. */
  readonly draw: (text: Y.Doc, into: HTMLElement) => Iterator<unknown, void>
}

/** What a page said at other times: a list of versions, and the one that is looked at. */
export class PageVersions {
  /** The newest first; undefined while they are looked for. */
  list = $state.raw<readonly TextVersion[]>()
  /** How much of the page's history is read, where that can be told. */
  share = $state<number>()
  problem = $state<string>()
  /** Index in the list. */
  chosen = $state(0)
  /** The chosen text, as soon as it is drawn. */
  text = $state.raw<Y.Doc>()
  tree: AppTree | undefined
  readonly #work: SlicedWork
  #log: TextLog | undefined
  #isClosed = false

  constructor(readonly parts: PageVersionsParts) {
    this.#work = new SlicedWork(parts.space.environment.timers)
  }

  /** Pair it with one `close`. */
  async open(): Promise<void> {
    const { space, treeId } = this.parts
    try {
      this.tree = await space.openAppTree(treeId)
      const rootId = this.tree.tree.root?.id
      if (rootId === undefined) throw new AppError({ code: 'page-missing', page: treeId })
      await this.#read(new TextLog(rootId, 'body'))
    } catch (error) {
      if (!this.#isClosed) this.problem = describeError(AppError.detailOf(error))
    }
  }

  close(): void {
    this.#isClosed = true
    this.#work.stop()
    this.text?.destroy()
    this.parts.space.closeAppTree(this.parts.treeId)
  }

  /** Draws a version into an element, in place of what is being drawn. */
  show(version: TextVersion | undefined, into: HTMLElement): void {
    const { parts } = this
    const log = this.#log
    this.text?.destroy()
    this.text = undefined
    if (!log || !version) return
    function* work(whole: TextLog, edits: number): Generator<undefined, Y.Doc> {
      const text = yield* replayText(whole, edits)
      const drawing = parts.draw(text, into)
      while (drawing.next().done !== true) yield
      return text
    }
    this.#work.begin(this.#guarded(work(log, version.edits)), (text) => (this.text = text))
  }

  /** What goes wrong in the middle is said where the version would be. */
  *#guarded(work: Generator<undefined, Y.Doc>): Generator<undefined, Y.Doc | undefined> {
    try {
      return yield* work
    } catch (error) {
      this.problem = describeError(AppError.detailOf(error))
      return undefined
    }
  }

  async #read(log: TextLog): Promise<void> {
    const { openSpace, treeId, askTimes, space } = this.parts
    // What was written a moment ago is part of it; what cannot be saved now is not.
    await withinTime(space.environment.timers, FLUSH_MS, openSpace.flush())
    const arrivals = await askTimes()
    const packs = arrivals.at(-1)?.packs
    for await (const part of openSpace.journal.loadTree(treeId)) {
      for (let from = 0; from < part.length && !this.#isClosed; from += PACKS_PER_TURN) {
        log.take(part.slice(from, from + PACKS_PER_TURN))
        if (packs !== undefined) this.share = Math.min(1, log.packs / packs)
        await nextTurn(space.environment.timers)
      }
      if (this.#isClosed) return
    }
    if (this.#isClosed) return
    this.#log = log
    this.list = textVersions(log.edits, arrivals).reverse()
  }
}
