/** One piece of work of one system, done round by round in a process of its own. */
export interface TreeTask {
  /** What comes before the clock runs, each round. */
  prepare(): void | Promise<void>
  /** What is timed. */
  run(): void | Promise<void>
  /** Throws when the result is wrong; returns what is worth telling of it. */
  check(): string | Promise<string>
  /** Lets go of what `run` made. */
  end(): void | Promise<void>
  /** What it takes on disk. */
  readonly bytes?: Readonly<Record<string, number>>
  /** Removes what the task keeps on disk. */
  remove?(): void
}

export interface TreePlan {
  readonly task: 'fill' | 'merge' | 'open' | 'writes'
  /** Vertices. */
  readonly size: number
  /** Moves on each side, or property writes. */
  readonly changes: number
}
