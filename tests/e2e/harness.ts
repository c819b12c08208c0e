import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

export interface LaunchOptions {
  /** Default: a fresh one, removed by `close`. */
  readonly userDataDir?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface RunningGrove {
  readonly app: ElectronApplication
  readonly window: Page
  /** What went to the consoles, in order: `main: ...`, and per window `error: ...`, `log: ...`, `uncaught: ...`. */
  readonly log: readonly string[]
  close(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '../..')
const asRoot = process.platform === 'linux' && process.getuid?.() === 0

/** Starts the built app as a person would, with a profile of its own, and waits for its first window. */
export async function launchGrove(options: LaunchOptions = {}): Promise<RunningGrove> {
  const executablePath = process.env['GROVE_ELECTRON_PATH']
  if (executablePath === undefined) throw new Error('GROVE_ELECTRON_PATH is not set: run `npm run test:e2e`.')
  const ownDir = options.userDataDir === undefined ? await mkdtemp(path.join(tmpdir(), 'grove-e2e-')) : null
  const app = await _electron.launch({
    executablePath,
    args: [
      ...(asRoot ? ['--no-sandbox'] : []),
      root,
      `--user-data-dir=${options.userDataDir ?? ownDir ?? ''}`,
      ...(options.args ?? []),
    ],
    chromiumSandbox: !asRoot,
    env: { ...inheritedEnv(), ...options.env },
  })

  const log: string[] = []
  const follow = (page: Page): void => {
    page.on('console', (message) => log.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => log.push(`uncaught: ${error.message}`))
  }
  app.on('window', follow)
  app.windows().forEach(follow)
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => log.push(`main: ${chunk.toString().trimEnd()}`))
  }

  return {
    app,
    window: await app.firstWindow(),
    log,
    close: async () => {
      await app.close()
      if (ownDir !== null) await rm(ownDir, { recursive: true, force: true })
    },
  }
}

/** Without what would reach into Electron: the test runner's own Node options. */
function inheritedEnv(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => name !== 'NODE_OPTIONS' && name !== 'ELECTRON_RUN_AS_NODE',
  )
  return Object.fromEntries(kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
}
