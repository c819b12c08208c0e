import { AppError, describeError, type ErrorDetail } from '../../../core/AppError'
import type { Cancel } from '../../../core/environment'
import type { SearchAnswer } from '../../../core/search/SearchIndex'
import type { BridgeClient } from '../../state/BridgeClient'

interface Question {
  readonly spaceId: string | null
  readonly text: string
}

const LIMIT = 50

/** What is searched for, and what was found. One question is under way at a time; what is typed meanwhile is asked next. */
export class PageSearch {
  /** Of the last question that was answered. */
  answer = $state.raw<SearchAnswer>()
  problem = $state.raw<ErrorDetail>()
  answered = $state.raw<Question>()
  readonly sentence: string | undefined = $derived(this.problem && describeError(this.problem))
  readonly #bridge: BridgeClient
  readonly #stop: Cancel
  readonly #settling = new Set<(isAnswered: boolean) => void>()
  #wanted: Question | undefined
  #isAsking = false
  /** How often more could be found. */
  #changes = 0

  constructor(bridge: BridgeClient) {
    this.#bridge = bridge
    this.#stop = bridge.on('search.progress', ({ spaceId, progress }) => this.#hear(spaceId, progress === null))
  }

  ask(question: Question): void {
    this.#wanted = question
    if (!this.#isAsking) void this.#askNext()
  }

  /** Undefined when what was asked last is answered; else tells later whether it was. */
  settle(): Promise<boolean> | undefined {
    if (!this.#wanted || this.answered === this.#wanted) return undefined
    return new Promise((resolve) => this.#settling.add(resolve))
  }

  again(): void {
    if (this.#wanted) this.ask(this.#wanted)
  }

  close(): void {
    this.#stop()
    this.#wanted = undefined
    this.#settled(false)
  }

  async #askNext(): Promise<void> {
    const question = this.#wanted
    if (!question) return
    this.#isAsking = true
    const changes = this.#changes
    try {
      const answer = await this.#bridge.request('search.find', { ...question, limit: LIMIT })
      this.answer = answer
      this.problem = undefined
    } catch (error) {
      this.problem = AppError.detailOf(error)
    }
    this.answered = question
    this.#isAsking = false
    if (this.#wanted === question) this.#settled(this.problem === undefined)
    if (this.#wanted !== question || this.#changes !== changes) void this.#askNext()
  }

  #settled(isAnswered: boolean): void {
    for (const resolve of this.#settling) resolve(isAnswered)
    this.#settling.clear()
  }

  /** More was read of what is searched: there may be more to find. */
  #hear(spaceId: string, isDone: boolean): void {
    const { answer, answered } = this
    if (!answer?.progress && !isDone) return
    if (!this.#wanted || (answered?.spaceId && answered.spaceId !== spaceId)) return
    this.#changes += 1
    if (!this.#isAsking) this.again()
  }
}
