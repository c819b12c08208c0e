import type { Timers } from '../environment'
import { nextTurn } from '../nextTurn'
import type { PackHeader, RangeAnswer } from './compareRanges'
import type { Position } from './PersistenceLayer'
import { RangeIndex } from './RangeIndex'

/** What stands at some positions of a log, in any order. What is damaged has no header. */
export interface HeaderPart {
  readonly headers: readonly PackHeader[]
  /** The last position looked at. */
  readonly through: Position
}

/** Some of what follows a position, so little that reading it takes a few milliseconds; undefined when nothing does. */
export type NextHeaders = (after: Position) => HeaderPart | undefined | Promise<HeaderPart | undefined>

/** Headers for one part: what is read and filed in one turn of the event loop. */
export const PART_HEADERS = 2000

interface Held {
  readonly index: RangeIndex
  through: Position
}

/**
 * Answers what a log that only grows holds, range by range. The first question reads all headers, a part in a turn; those
 * after it cost what was written since and the range they ask about, for as long as memory is not needed for something
 * else: two layers are compared by many such questions in a row.
 */
export class LogRanges {
  #held: WeakRef<Held> | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(
    readonly next: NextHeaders,
    readonly timers: Timers,
  ) {}

  /** As of some moment after the call. Rejects when the log cannot be read. */
  compare(prefix: string): Promise<RangeAnswer> {
    const answered = this.#turn.then(async () => (await this.#upToDate()).index.answer(prefix))
    this.#turn = answered.catch(() => undefined)
    return answered
  }

  async #upToDate(): Promise<Held> {
    let held = this.#held?.deref()
    if (!held) {
      held = { index: new RangeIndex(), through: 0 }
      this.#held = new WeakRef(held)
    }
    let inTurn = 0
    for (let part = await this.next(held.through); part; part = await this.next(held.through)) {
      for (const header of part.headers) {
        held.index.add(header)
        if (++inTurn % PART_HEADERS === 0) await nextTurn(this.timers)
      }
      held.through = part.through
    }
    return held
  }
}
