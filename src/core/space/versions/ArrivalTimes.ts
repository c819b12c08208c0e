import type { Environment } from '../../environment'
import type { LogSummary, Position, SyncMemory } from '../../persistence/PersistenceLayer'
import type { TreeId } from '../../tree/ops'
import { readMarks, thinned, type ArrivalMark } from './arrivalMarks'

/** Through the pack of a tree with this number, counted from 1, all was here at `time` (ms since the epoch; null: nobody knows). */
export interface Arrival {
  readonly packs: number
  readonly time: number | null
}

const KEY = 'arrivalTimes'
const MINUTE_MS = 60_000

/**
 * Remembers to the minute when the log had come how far, for people to see: ops have no times, and what another machine wrote
 * has the time it came here. Nothing is decided by it, and a clock that is wrong makes wrong times and nothing else.
 */
export class ArrivalTimes {
  readonly #opened: Pick<LogSummary, 'logId' | 'head'>
  #marks: ArrivalMark[] | undefined
  /** The log as of the last commit. */
  #head: Position
  /** When the minute began in which something was last committed. */
  #minute: number | undefined
  #working: Promise<void> = Promise.resolve()

  /** `opened`: the log as it was found. */
  constructor(
    readonly memory: SyncMemory,
    readonly environment: Pick<Environment, 'now'>,
    opened: LogSummary,
  ) {
    this.#opened = opened
    this.#head = opened.head
  }

  /** The log goes through `head` now. Costs nothing but once a minute. */
  committed(head: Position): void {
    if (head <= this.#head) return
    const before = this.#head
    this.#head = head
    const now = this.environment.now()
    if (this.#minute !== undefined && now >= this.#minute && now < this.#minute + MINUTE_MS) return
    this.#minute = now
    this.#change((marks) => {
      // What the minute before has brought since it began.
      reach(marks, before)
      marks.push([head, now])
    })
  }

  /** When the packs of a tree came, the first ones first. */
  async of(treeId: TreeId): Promise<readonly Arrival[]> {
    const positions: Position[] = []
    for await (const part of this.memory.placesOf(treeId)) positions.push(...part.positions)
    const marks = await this.#marksNow()
    const arrivals: Arrival[] = []
    let packs = 0
    for (const [position, time] of marks) {
      const before = packs
      while ((positions[packs] ?? Infinity) <= position) packs += 1
      if (packs > before) arrivals.push({ packs, time })
    }
    return arrivals
  }

  /** When what stands at a position came: ms since the epoch; null where nobody knows. */
  async byPosition(): Promise<(position: Position) => number | null> {
    const marks = await this.#marksNow()
    return (position) => marks.find(([through]) => through >= position)?.[1] ?? null
  }

  /** Remembers how far the last minute came. Never rejects. */
  async close(head: Position): Promise<void> {
    this.committed(head)
    if (this.#minute !== undefined) this.#change((marks) => reach(marks, this.#head))
    await this.#working
  }

  #change(change: (marks: ArrivalMark[]) => void): void {
    const work = async (): Promise<void> => {
      const marks = await this.#load()
      change(marks)
      this.#marks = thinned(marks)
      this.memory.saveNote(KEY, JSON.stringify({ logId: this.#opened.logId, marks: this.#marks }))
    }
    // Times that could not be kept are missing, and nothing else is.
    this.#working = this.#working.then(work).catch(() => undefined)
  }

  async #marksNow(): Promise<readonly ArrivalMark[]> {
    await this.#working
    const marks = [...(await this.#load())]
    reach(marks, this.#head)
    return marks
  }

  async #load(): Promise<ArrivalMark[]> {
    if (this.#marks) return this.#marks
    const marks = readMarks(await this.memory.loadNote(KEY), this.#opened.logId)
    const { head } = this.#opened
    // Whoever ended without a word did so in the minute noted last.
    if (marks.length > 0) reach(marks, head)
    else if (head > 0) marks.push([head, null])
    this.#marks ??= marks
    return this.#marks
  }
}

/** The last mark stands for everything through `position`. */
function reach(marks: ArrivalMark[], position: Position): void {
  const last = marks.at(-1)
  if (last && last[0] < position) marks[marks.length - 1] = [position, last[1]]
}
