import { AppError, type ErrorDetail } from '../AppError'
import { nextTurn } from '../nextTurn'
import type { OutlineRow } from '../persistence/outline/Outline'
import { readAllRows } from '../persistence/outline/readAllRows'
import { inBatches, type Pack, type PackId } from '../persistence/Pack'
import type { OpenSpace } from '../space/OpenSpace'
import type { TreeId } from '../tree/ops'
import { MAX_BUFFERED_BYTES, type ClientMessage, type HostMessage } from './messages'
import type { Port } from './Port'

/** A question to the journal, answered once. */
export type Question = Extract<ClientMessage, { kind: 'read' | 'compare' | 'fetch' | 'tree' | 'snapshot' | 'outline' }>

export interface HostAnswersOptions {
  readonly open: OpenSpace
  /** The client is a process of our own. */
  readonly isTrusted: boolean
  readonly port: Pick<Port, 'bufferedBytes' | 'onDrain'>
  readonly send: (message: HostMessage) => void
}

const PAGE_OPS = 1000
const SNAPSHOT_PART_BYTES = 4 * 1024 * 1024
/** Each may be of 32 MiB. */
const FETCHED_AT_ONCE = 8
/** A client of ours asks eight at a time. */
const MAX_WAITING = 1000
const BUSY_RETRY_MS = 1000

/**
 * Answers what one client asks of a space's journal, long answers in parts and no faster than the client reads them. A stranger's
 * questions are answered one after the other, with a turn for everybody else between two (SPEC SV42).
 */
export class HostAnswers {
  readonly #options: HostAnswersOptions
  readonly #wakers = new Set<() => void>()
  #isStopped = false
  #waiting = 0
  #last: Promise<void> = Promise.resolve()

  constructor(options: HostAnswersOptions) {
    this.#options = options
  }

  answer(question: Question): void {
    if (this.#options.isTrusted) void this.#answerNow(question)
    else if (this.#waiting < MAX_WAITING) this.#answerInTurn(question)
    else this.#refuse(question, { code: 'too-many', retryAfterMs: BUSY_RETRY_MS })
  }

  stop(): void {
    this.#isStopped = true
    for (const wake of [...this.#wakers]) wake()
  }

  get #space(): string {
    return this.#options.open.id
  }

  #answerInTurn(question: Question): void {
    this.#waiting += 1
    this.#last = this.#last.then(async () => {
      this.#waiting -= 1
      if (this.#isStopped) return
      await this.#answerNow(question)
      await nextTurn(this.#options.open.environment.timers)
    })
  }

  /** Never rejects. */
  async #answerNow(question: Question): Promise<void> {
    try {
      await this.#work(question)
    } catch (error) {
      this.#refuse(question, AppError.detailOf(error))
    }
  }

  #refuse({ request }: Question, detail: ErrorDetail): void {
    this.#options.send({ kind: 'error', space: this.#space, request, detail })
  }

  async #work(question: Question): Promise<void> {
    const { open, send } = this.#options
    const { journal } = open
    const { request } = question
    const space = this.#space
    switch (question.kind) {
      case 'read': {
        const page = await journal.readSince(question.after, Math.min(question.limitOps, PAGE_OPS))
        send({ kind: 'page', space, request, page })
        break
      }
      case 'compare':
        send({ kind: 'range', space, request, answer: await journal.compare(question.prefix) })
        break
      case 'fetch':
        await this.#sendPacks(request, this.#found(question.ids))
        break
      case 'tree':
        await this.#sendPacks(request, journal.loadTree(question.treeId, question.after))
        break
      case 'snapshot':
        await this.#sendSnapshot(request, question.treeId)
        break
      case 'outline':
        await this.#sendOutline(question)
        break
    }
  }

  async *#found(ids: readonly PackId[]): AsyncGenerator<readonly Pack[]> {
    for (let from = 0; from < ids.length; from += FETCHED_AT_ONCE) {
      yield* inBatches(await this.#options.open.journal.fetch(ids.slice(from, from + FETCHED_AT_ONCE)))
    }
  }

  async #sendPacks(request: number, batches: AsyncIterable<readonly Pack[]>): Promise<void> {
    const { send } = this.#options
    for await (const packs of batches) {
      await this.#drained()
      if (this.#isStopped) return
      send({ kind: 'tree', space: this.#space, request, packs, isLast: false })
    }
    send({ kind: 'tree', space: this.#space, request, packs: [], isLast: true })
  }

  async #sendOutline({ request, parentId, inParts }: Extract<Question, { kind: 'outline' }>): Promise<void> {
    const { open, send } = this.#options
    const outline = { kind: 'outline', space: this.#space, request, parentId } as const
    if (!inParts) {
      send({ ...outline, rows: await readAllRows(open.journal, parentId) })
      return
    }
    let before: readonly OutlineRow[] | undefined
    for await (const rows of open.journal.readOutline(parentId)) {
      if (before) send({ ...outline, rows: before, isLast: false })
      before = rows
      await this.#drained()
      if (this.#isStopped) return
    }
    send({ ...outline, rows: before ?? [] })
  }

  /** To processes of our own only: whoever is elsewhere believes what is in the log, and nothing else. */
  async #sendSnapshot(request: number, treeId: TreeId): Promise<void> {
    const { open, isTrusted, send } = this.#options
    const found = isTrusted ? await open.journal.loadSnapshot(treeId) : undefined
    const { through, bytes } = found ?? { through: 0, bytes: new Uint8Array(0) }
    for (let from = 0; from < bytes.byteLength; from += SNAPSHOT_PART_BYTES) {
      await this.#drained()
      if (this.#isStopped) return
      const part = bytes.subarray(from, from + SNAPSHOT_PART_BYTES)
      send({ kind: 'snapshot', space: this.#space, request, through, part, isLast: false })
    }
    send({ kind: 'snapshot', space: this.#space, request, through, part: null, isLast: true })
  }

  /** Resolves when the client has read enough of what was sent, or when nothing more is to be sent. */
  async #drained(): Promise<void> {
    const { port } = this.#options
    if (this.#isStopped || port.bufferedBytes < MAX_BUFFERED_BYTES) return
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        stop()
        this.#wakers.delete(wake)
        resolve()
      }
      const stop = port.onDrain(wake)
      this.#wakers.add(wake)
    })
  }
}
