import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Need } from '../machine/MissingPart'

/** What Electron asks of a Linux system beyond the C library and its own files: a library, and who brings it in Debian. */
const packageByLibrary: Readonly<Record<string, string>> = {
  'libnss3.so': 'libnss3',
  'libgtk-3.so.0': 'libgtk-3-0',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libnotify.so.4': 'libnotify4',
  'libsecret-1.so.0': 'libsecret-1-0',
}
const ldconfig = '/sbin/ldconfig'

/**
 * The system libraries that are missing for this Electron, by asking the loader; or, before there is a binary to ask
 * about, for any Electron.
 */
export function libraryNeeds(binary?: string): readonly Need[] {
  if (process.platform !== 'linux') return []
  const missing = binary === undefined ? missingFromCache() : missingFor(binary)
  if (missing.length === 0) return []
  const what = `Electron needs system libraries that are not here: ${missing.join(', ')}.`
  return [{ what, packages: Object.values(packageByLibrary) }]
}

function missingFromCache(): readonly string[] {
  if (!existsSync(ldconfig)) return []
  const known = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout
  return Object.keys(packageByLibrary).filter((library) => !known.includes(`\t${library} `))
}

function missingFor(binary: string): readonly string[] {
  const listed = spawnSync('ldd', [binary], { encoding: 'utf8' })
  return [...listed.stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}
