import { Writable, type Readable } from '../Readable'

/** Something a person did, and how to take it back. Both are run at most alternately, `redo` first. */
export interface Action {
  /** For the menu: "Undo Rename". */
  readonly label: string
  readonly redo: () => void
  readonly undo: () => void
}

export interface HistoryState {
  readonly undoLabel: string | undefined
  readonly redoLabel: string | undefined
}

const LIMIT = 200

type Within = (run: () => void) => void

/** What was done here, newest last. Doing something new forgets what was undone. */
export class ActionHistory {
  #done: Action[] = []
  #undone: Action[] = []
  #group: Action[] | undefined
  readonly #state = new Writable<HistoryState>({ undoLabel: undefined, redoLabel: undefined })

  get state(): Readable<HistoryState> {
    return this.#state
  }

  perform(action: Action): void {
    action.redo()
    if (this.#group) {
      this.#group.push(action)
      return
    }
    this.#done.push(action)
    if (this.#done.length > LIMIT) this.#done.shift()
    this.#undone = []
    this.#tell()
  }

  /** All that `fn` does becomes one step. `within`: in what it is taken back and done again. */
  group<T>(label: string, fn: () => T, within: Within = (run) => run()): T {
    if (this.#group) return fn()
    const actions: Action[] = []
    this.#group = actions
    let result: T
    try {
      result = fn()
    } finally {
      this.#group = undefined
    }
    if (actions.length > 0) this.#record(label, actions, within)
    return result
  }

  /** False when there is nothing to take back. */
  undo(): boolean {
    const action = this.#done.pop()
    if (!action) return false
    action.undo()
    this.#undone.push(action)
    this.#tell()
    return true
  }

  redo(): boolean {
    const action = this.#undone.pop()
    if (!action) return false
    action.redo()
    this.#done.push(action)
    this.#tell()
    return true
  }

  /** Runs `fn` without leaving steps: for imports and repairs that have an undo of their own. */
  unrecorded<T>(fn: () => T): T {
    const group = this.#group
    this.#group = []
    try {
      return fn()
    } finally {
      this.#group = group
    }
  }

  #record(label: string, actions: readonly Action[], within: Within): void {
    this.#done.push({
      label,
      redo: () => within(() => actions.forEach((action) => action.redo())),
      undo: () => within(() => [...actions].reverse().forEach((action) => action.undo())),
    })
    this.#undone = []
    this.#tell()
  }

  #tell(): void {
    this.#state.set({ undoLabel: this.#done.at(-1)?.label, redoLabel: this.#undone.at(-1)?.label })
  }
}
