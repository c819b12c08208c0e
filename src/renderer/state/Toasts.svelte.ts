import { describeError } from '../../core/AppError'
import { AppError } from '../../core/AppError'
import type { Cancel, Timers } from '../../core/environment'
import type { Toast } from '../ui/Toast'

const SHOWN_MS = 6000
const LIMIT = 3

/** Short messages at the foot of the window. They wait while the pointer rests on them. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([])
  readonly #cancelById = new Map<number, Cancel>()
  readonly #onGoneById = new Map<number, () => void>()
  #isHeld = false
  #nextId = 1

  constructor(readonly timers: Timers) {}

  /** Returns what takes it away again. `onGone`: when it is not shown any more, after `action` if that was chosen. */
  note(text: string, action?: Toast['action'], onGone?: () => void): () => void {
    const id = this.#nextId++
    if (onGone) this.#onGoneById.set(id, onGone)
    this.#show({ id, text, tone: 'note', action })
    return () => this.dismiss(id)
  }

  /** The plain sentence of what was thrown. Being cancelled is no problem and says nothing. */
  problem(thrown: unknown): void {
    const detail = AppError.detailOf(thrown)
    if (detail.code !== 'cancelled') this.#show({ id: this.#nextId++, text: describeError(detail), tone: 'problem' })
  }

  dismiss(id: number): void {
    this.#cancelById.get(id)?.()
    this.#cancelById.delete(id)
    this.list = this.list.filter((toast) => toast.id !== id)
    const onGone = this.#onGoneById.get(id)
    this.#onGoneById.delete(id)
    onGone?.()
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    for (const toast of this.list) {
      this.#cancelById.get(toast.id)?.()
      if (!isHeld) this.#schedule(toast.id)
    }
  }

  #show(toast: Toast): void {
    for (const old of this.list.slice(0, Math.max(0, this.list.length - LIMIT + 1))) this.dismiss(old.id)
    this.list = [...this.list, toast]
    if (!this.#isHeld) this.#schedule(toast.id)
  }

  #schedule(id: number): void {
    this.#cancelById.set(
      id,
      this.timers.after(SHOWN_MS, () => this.dismiss(id)),
    )
  }
}
