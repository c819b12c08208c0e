import type { Database } from 'better-sqlite3'
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * Copies a database next to itself before it is brought to a new format, `space.sqlite` to `space.before-v2.sqlite`;
 * returns where it lies. It is whole and on the disk under that name, or not there. Only the newest such copy is kept.
 */
export function copyBefore(db: Database, path: string, version: number): string {
  const folder = dirname(path)
  const stem = basename(path, '.sqlite')
  const copy = join(folder, `${stem}.before-v${version}.sqlite`)
  const partial = `${copy}.partial`
  rmSync(partial, { force: true })
  try {
    db.prepare('VACUUM INTO ?').run(partial)
    sync(partial)
    renameSync(partial, copy)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  for (const name of readdirSync(folder)) {
    const isOlder = name.startsWith(`${stem}.before-v`) && name.endsWith('.sqlite') && name !== basename(copy)
    if (isOlder) rmSync(join(folder, name), { force: true })
  }
  return copy
}

function sync(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
