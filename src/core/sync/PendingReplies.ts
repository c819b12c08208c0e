import { AppError, type ErrorDetail } from '../AppError'

interface Waiting {
  readonly part: (value: unknown, isLast: boolean) => void
  readonly reject: (error: AppError) => void
}

/** Questions asked over a connection and not answered yet, by number. */
export class PendingReplies {
  #nextId = 1
  readonly #waitingById = new Map<number, Waiting>()

  single<T>(): { readonly id: number; readonly reply: Promise<T> } {
    const id = this.#nextId++
    const reply = new Promise<T>((resolve, reject) => {
      this.#waitingById.set(id, { part: (value) => resolve(value as T), reject })
    })
    return { id, reply }
  }

  /** An answer in parts, to be read in order by one reader. */
  stream<T>(): { readonly id: number; readonly parts: () => AsyncGenerator<readonly T[]> } {
    const id = this.#nextId++
    const arrived: (readonly T[])[] = []
    let isDone = false
    let failure: AppError | undefined
    let wake: () => void = () => undefined
    this.#waitingById.set(id, {
      part: (value, isLast) => {
        const items = value as readonly T[]
        if (items.length > 0) arrived.push(items)
        isDone = isLast
        wake()
      },
      reject: (error) => {
        failure = error
        wake()
      },
    })
    const waiting = this.#waitingById
    async function* parts(): AsyncGenerator<readonly T[]> {
      try {
        for (;;) {
          const items = arrived.shift()
          if (items) yield items
          else if (failure) throw failure
          else if (isDone) return
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        waiting.delete(id)
      }
    }
    return { id, parts }
  }

  resolve(id: number, value: unknown): void {
    this.part(id, value, true)
  }

  part(id: number, value: unknown, isLast: boolean): void {
    const waiting = this.#waitingById.get(id)
    if (isLast) this.#waitingById.delete(id)
    waiting?.part(value, isLast)
  }

  reject(id: number, detail: ErrorDetail): void {
    const waiting = this.#waitingById.get(id)
    this.#waitingById.delete(id)
    waiting?.reject(new AppError(detail))
  }

  rejectAll(detail: ErrorDetail): void {
    for (const id of [...this.#waitingById.keys()]) this.reject(id, detail)
  }
}
