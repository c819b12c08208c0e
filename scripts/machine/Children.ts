import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { findProgram } from './findProgram'

const patienceMs = 5000
const parentCheckMs = 500

/** On Linux a child can be told to end when its parent is gone, however that went (`kill -9` leaves no time for it). */
const tie = process.platform === 'linux' && findProgram('setpriv') ? ['setpriv', '--pdeathsig', 'TERM', '--'] : []

/**
 * The processes a script starts. Each leads a process group of its own and the group ends with it, so that nothing a
 * child started stays behind, also after Ctrl+C (which a script passes on, and the second time insists).
 */
export class Children {
  readonly #running = new Set<ChildProcess>()
  #interrupted = false

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        this.#interrupt()
      })
    }
    // npm hands SIGTERM to its shell, which ends and tells nobody: being an orphan is then the only sign.
    const parent = process.ppid
    const check = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(check)
      this.#interrupt()
    }, parentCheckMs)
    check.unref()
  }

  /** True after Ctrl+C: start nothing more. */
  get interrupted(): boolean {
    return this.#interrupted
  }

  /** Runs a program to its end and answers its exit code; being killed counts as 1. */
  run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
    if (this.#interrupted) return Promise.resolve(1)
    const child = this.start(program, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code) => {
        resolve(code ?? 1)
      })
    })
  }

  /** Starts a program and leaves it running, until it ends by itself or `stop`. */
  start(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const [first = program, ...rest] = [...tie, program, ...args]
    const child = spawn(first, rest, { ...options, detached: process.platform !== 'win32' })
    this.#running.add(child)
    child.once('error', () => this.#running.delete(child))
    child.once('exit', () => {
      signalGroup(child, 'SIGKILL')
      this.#running.delete(child)
    })
    return child
  }

  /** Ends a started program and waits until it is gone. */
  async stop(child: ChildProcess): Promise<void> {
    if (!this.#running.has(child)) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    signalGroup(child, 'SIGTERM')
    await gone
  }

  #interrupt(): void {
    const signal = this.#interrupted ? 'SIGKILL' : 'SIGTERM'
    this.#interrupted = true
    for (const child of this.#running) {
      signalGroup(child, signal)
      setTimeout(() => {
        if (this.#running.has(child)) signalGroup(child, 'SIGKILL')
      }, patienceMs).unref()
    }
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // The group is gone already, which is what was wanted.
  }
}
