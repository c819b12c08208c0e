/** Work that can pause: each step takes a few milliseconds at most, and the result comes with the last one. */
export type Steps<T> = Generator<void, T, void>

/** So many rows make a step. */
const ROWS = 16_384

/** Does `work` for all rows from 0 on, in pieces, with a pause between two. */
export function* stepwise(count: number, work: (from: number, end: number) => void): Steps<void> {
  for (let from = 0; from < count; from += ROWS) {
    if (from > 0) yield
    work(from, Math.min(from + ROWS, count))
  }
}

/** A pause after what took as long as so many rows. */
export function* pauseAfter(rows: number): Steps<void> {
  if (rows >= ROWS) yield
}

/** Without pausing. */
export function allAtOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}
