import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { serverUserCommand } from '../../src/cli/commands/serverUserCommand'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import type { GroveAccess } from './GroveClient'
import type { RunningServer } from './SyncSystem'

const CLI = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url))
const silent = { result: () => undefined, notice: () => undefined, progress: () => undefined }

/** `grove serve` on a new folder, with one person who may sign in. */
export async function startGroveServer(folder: string, isSealed: boolean): Promise<RunningServer> {
  const access = { user: 'anna', password: 'a password for benchmarks' }
  await serverUserCommand.add(access.user, {
    data: folder,
    environment: nodeEnvironment,
    terminal: silent,
    askPassword: () => Promise.resolve(access.password),
    json: false,
  })
  const nodeArgs = process.env['GROVE_BENCH_SERVER_NODE']?.split(' ') ?? []
  const args = [...nodeArgs, '--import', 'tsx', CLI, 'serve', '--data', folder, '--port', '0']
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const url = await addressOf(server.stdout)
  const key = isSealed ? randomBytes(32).toString('hex') : null
  return {
    address: { ...access, url, key } satisfies GroveAccess,
    pid: server.pid ?? 0,
    stop: () => {
      server.kill('SIGTERM')
      return ended
    },
  }
}

async function addressOf(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const { address } = JSON.parse(line) as { address?: string }
    if (address !== undefined) {
      // Whoever reads no more would stop it at a full pipe.
      output.resume()
      return address
    }
  }
  throw new Error('grove serve ended')
}
