import type { Database } from 'better-sqlite3'
import { readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFile } from './syncFile'

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
    syncFile(partial)
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
