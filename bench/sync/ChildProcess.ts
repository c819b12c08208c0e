import { fork, type ChildProcess as NodeProcess } from 'node:child_process'

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: string
}

/** A TypeScript or JavaScript file that runs in a process of its own and answers calls. */
export class ChildProcess {
  readonly #process: NodeProcess
  readonly #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  #calls = 0

  constructor(file: string, args: readonly string[]) {
    this.#process = fork(file, args, {
      execArgv: ['--import', 'tsx', ...(process.env['GROVE_BENCH_NODE']?.split(' ') ?? [])],
      serialization: 'advanced',
      // Warnings of other people's programs are not what is measured.
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    this.#process.on('message', (answer: Answer) => this.#receive(answer))
    this.#process.on('exit', (code) => {
      for (const { reject } of this.#waiting.values()) reject(new Error(`${file} ${args.join(' ')} ended with ${code}`))
      this.#waiting.clear()
    })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  call<T>(call: string, argument?: unknown): Promise<T> {
    const id = ++this.#calls
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as T), reject })
      this.#process.send({ id, call, argument })
    })
  }

  /** It exits by itself when nobody talks to it any more. */
  end(): Promise<void> {
    const { exitCode, signalCode } = this.#process
    if (exitCode !== null || signalCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      this.#process.once('exit', () => resolve())
      // One that was ended may have left already, and its end be still to be told.
      if (this.#process.connected) this.#process.disconnect()
    })
  }

  #receive({ id, result, error }: Answer): void {
    const waiter = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiter?.resolve(result)
    else waiter?.reject(new Error(error))
  }
}
