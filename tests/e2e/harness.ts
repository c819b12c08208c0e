import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { removeFolder } from './removeFolder'

export interface LaunchOptions {
  /** Default: a fresh one, removed by `close`. */
  readonly userDataDir?: string
  readonly args?: readonly string[]
  /** For Electron itself, before the app: `-r` and a module. Not for a packaged app. */
  readonly before?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Started in place of Electron: a program that gives it other surroundings and hands on its arguments. */
  readonly program?: string
  /** `program` becomes a user who is not root: Chromium's sandbox is on. */
  readonly isOrdinaryUser?: boolean
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
  // A packaged app brings its Electron and knows where its code is.
  const packaged = process.env['GROVE_PACKAGED_PATH']
  const executablePath = packaged ?? process.env['GROVE_ELECTRON_PATH']
  if (executablePath === undefined) throw new Error('GROVE_ELECTRON_PATH is not set: run `npm run test:e2e`.')
  const ownDir = options.userDataDir === undefined ? await mkdtemp(path.join(tmpdir(), 'grove-e2e-')) : null
  const isSandboxed = !asRoot || options.isOrdinaryUser === true
  const app = await _electron.launch({
    executablePath: options.program ?? executablePath,
    args: [
      ...(isSandboxed ? [] : ['--no-sandbox']),
      ...(packaged === undefined ? [...(options.before ?? []), root] : []),
      `--user-data-dir=${options.userDataDir ?? ownDir ?? ''}`,
      ...(options.args ?? []),
    ],
    chromiumSandbox: isSandboxed,
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
      if (ownDir !== null) await removeFolder(ownDir)
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
