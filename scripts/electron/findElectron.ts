import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { text } from 'node:stream/consumers'
import { displayNeeds } from '../machine/displayNeeds'
import { MissingPart } from '../machine/MissingPart'
import { projectRoot } from '../projectRoot'
import { assembleFallback, canAssembleFallback } from './assembleFallback'
import { compilerNeeds } from './compileSqlite'
import type { ElectronRuntime } from './ElectronRuntime'
import { libraryNeeds } from './libraryNeeds'

const require = createRequire(import.meta.url)
const pinned = (require('electron/package.json') as { version: string }).version
/** Answering "there is no way to the download" takes less than a second; what takes longer is the download. */
const noticeAfterMs = 3000

/**
 * The Electron to develop and test with: the pinned one, which downloads itself on first use; where its download cannot
 * be reached, the fallback, after one line that says so. Throws MissingPart when this machine cannot open its windows.
 */
export async function findElectron(say: (line: string) => void): Promise<ElectronRuntime> {
  const runtime = await findPinned(say)
  if (runtime !== null) {
    MissingPart.throwIfAny([...libraryNeeds(runtime.binary), ...displayNeeds()])
    return runtime
  }
  MissingPart.throwIfAny([...compilerNeeds(), ...libraryNeeds(), ...displayNeeds()])
  const fallback = assembleFallback(say)
  MissingPart.throwIfAny(libraryNeeds(fallback.binary))
  return fallback
}

async function findPinned(say: (line: string) => void): Promise<ElectronRuntime | null> {
  const asked = spawn(process.execPath, ['-p', 'require("electron")'], { cwd: projectRoot })
  const notice = setTimeout(say, noticeAfterMs, `Downloading Electron ${pinned}, once.`)
  const [printed, complaint] = await Promise.all([text(asked.stdout), text(asked.stderr)])
  clearTimeout(notice)
  const file = printed.trim().split('\n').at(-1) ?? '' // after what the download said
  if (existsSync(file)) return { path: file, binary: file, version: pinned, isFallback: false }

  const reason = /^\w*Error: (.+)$/m.exec(complaint)?.[1] ?? 'no reason given'
  const failure = `Electron ${pinned} could not be downloaded (${reason})`
  if (!canAssembleFallback) throw new MissingPart([`${failure}.`], 'npx install-electron')
  say(`${failure}: using a stand-in, for development only.`)
  return null
}
