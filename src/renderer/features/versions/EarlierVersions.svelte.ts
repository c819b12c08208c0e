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
import type { TreeId, VertexId } from '../../../core/tree/ops'
import { SlicedWork } from '../../state/SlicedWork'

/** A few milliseconds of reading. */
const PACKS_PER_TURN = 100
const FLUSH_MS = 2000

/** Of the texts that a version is made of. */
export interface TextKeys {
  readonly body: string
  /** Where the title is a text beside it, and how it is read from its document. */
  readonly title?: { readonly key: string; readonly read: (text: Y.Doc) => string }
}

interface Version {
  readonly text: Y.Doc
  readonly title: string | undefined
}

export interface EarlierVersionsParts {
  readonly openSpace: OpenSpace
  readonly space: Space
  readonly treeId: TreeId
  /** Which vertex has the texts; the root of the tree where it is left out. */
  readonly vertexId?: VertexId | undefined
  readonly keys: TextKeys
  /** When the packs of the tree came. */
  readonly askTimes: () => Promise<readonly Arrival[]>
  /** Draws a text in steps. */
  readonly draw: (text: Y.Doc, into: HTMLElement) => Iterator<unknown, void>
}

/** What a page or card said at other times: a list of versions, and the one that is looked at. */
export class EarlierVersions {
  /** The newest first; undefined while they are looked for. */
  list = $state.raw<readonly TextVersion[]>()
  /** How much of its history is read, where that can be told. */
  share = $state<number>()
  problem = $state<string>()
  /** Index in the list. */
  chosen = $state(0)
  /** The chosen text, as soon as it is drawn. */
  text = $state.raw<Y.Doc>()
  /** The chosen title, where it is part of the version. */
  title = $state<string>()
  tree: AppTree | undefined
  readonly #work: SlicedWork
  #log: TextLog | undefined
  #isClosed = false

  constructor(readonly parts: EarlierVersionsParts) {
    this.#work = new SlicedWork(parts.space.environment.timers)
  }

  /** Pair it with one `close`. */
  async open(): Promise<void> {
    const { space, treeId } = this.parts
    try {
      this.tree = await space.openAppTree(treeId)
      const vertexId = this.parts.vertexId ?? this.tree.tree.root?.id
      if (vertexId === undefined) throw new AppError({ code: 'page-missing', page: treeId })
      const { body, title } = this.parts.keys
      await this.#read(new TextLog(vertexId, title ? [body, title.key] : [body]))
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
    const { body, title: titleKey } = parts.keys
    function* work(whole: TextLog, edits: number): Generator<undefined, Version> {
      const title = titleKey && (yield* titleOf(whole, edits, titleKey))
      const text = yield* replayText(whole, body, edits)
      const drawing = parts.draw(text, into)
      while (drawing.next().done !== true) yield
      return { text, title }
    }
    this.#work.begin(this.#guarded(work(log, version.edits)), (shown) => {
      this.text = shown?.text
      this.title = shown?.title
    })
  }

  /** What goes wrong in the middle is said where the version would be. */
  *#guarded(work: Generator<undefined, Version>): Generator<undefined, Version | undefined> {
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

/** Undefined where the title was never written as a text. */
function* titleOf(
  log: TextLog,
  edits: number,
  { key, read }: NonNullable<TextKeys['title']>,
): Generator<undefined, string | undefined> {
  if (!log.edits.some((edit) => edit.key === key)) return undefined
  const doc = yield* replayText(log, key, edits)
  const title = read(doc)
  doc.destroy()
  return title
}
