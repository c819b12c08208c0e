import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

const CLI = path.resolve(import.meta.dirname, '../../../src/cli/index.ts')
const PASSWORD = 'a password for tests'

/** A real `grove serve` process on a folder; it can be killed and started again at the same address. */
export class ServerProcess {
  #process: ChildProcess | undefined
  #port = 0

  constructor(
    readonly folder: string,
    readonly args: readonly string[] = [],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get pid(): number {
    const pid = this.#process?.pid
    if (pid === undefined) throw new Error('the server is not running')
    return pid
  }

  /** With the password of all test accounts. */
  async addUser(name: string): Promise<{ readonly user: string; readonly password: string }> {
    const added = spawnGrove(['server', 'user', 'add', name, '--data', this.folder])
    added.stdin?.end(`${PASSWORD}\n${PASSWORD}\n`)
    const [code] = (await once(added, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`grove server user add ended with ${String(code)}`)
    return { user: name, password: PASSWORD }
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const server = spawnGrove(['serve', '--data', this.folder, '--port', String(this.#port), ...this.args])
    this.#process = server
    if (!server.stdout) throw new Error('no output')
    for await (const line of createInterface({ input: server.stdout })) {
      const { address } = JSON.parse(line) as { address?: string }
      if (address === undefined) continue
      this.#port = Number(new URL(address).port)
      // Whoever reads no more would stop it at a full pipe.
      server.stdout.resume()
      return
    }
    throw new Error('grove serve ended before it listened')
  }

  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#process
    this.#process = undefined
    if (server?.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill(signal)
    await gone
  }
}

function spawnGrove(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', CLI, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
}
