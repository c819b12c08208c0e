import { AppError, type ErrorDetail } from '../../core/AppError'

interface Wanted {
  readonly resolve: () => void
  readonly reject: (error: AppError) => void
}

/** Files a helper waits for, which only its home can bring. */
export class WantedFiles {
  readonly #wantedByHash = new Map<string, Wanted>()
  #isOver = false

  /** `ask`: tells the home, which answers with `came`. */
  constructor(readonly ask: (hash: string) => void) {}

  /** Resolves when the file is here; rejects with why it cannot be had. */
  bring(hash: string): Promise<void> {
    if (this.#isOver) return Promise.reject(new AppError({ code: 'cancelled' }))
    return new Promise((resolve, reject) => {
      this.#wantedByHash.set(hash, { resolve, reject })
      this.ask(hash)
    })
  }

  came(hash: string, detail: ErrorDetail | null): void {
    const wanted = this.#wantedByHash.get(hash)
    this.#wantedByHash.delete(hash)
    if (detail) wanted?.reject(new AppError(detail))
    else wanted?.resolve()
  }

  /** Nobody waits any more. */
  giveUp(): void {
    this.#isOver = true
    for (const hash of [...this.#wantedByHash.keys()]) this.came(hash, { code: 'cancelled' })
  }
}
