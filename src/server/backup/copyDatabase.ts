import Database from 'better-sqlite3'
import { open } from 'node:fs/promises'
import { AppError } from '../../core/AppError'
import { sqliteError } from '../../layers/sqlite/sqliteError'

/**
 * Copies a database as of one moment, also while a server writes to it, and proves the copy. The copy is one plain file.
 * Throws AppError, `bad-file` when the copy is not sound.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  try {
    const source = new Database(from, { readonly: true, fileMustExist: true })
    try {
      // In one go: a copy in steps begins again whenever a server writes in between, and might never end.
      await source.backup(to, { progress: ({ totalPages }) => totalPages })
    } finally {
      source.close()
    }
    const copy = new Database(to, { fileMustExist: true })
    try {
      copy.pragma('journal_mode = DELETE')
      const verdict = copy.pragma('quick_check(1)', { simple: true })
      if (verdict !== 'ok') throw new AppError({ code: 'bad-file', path: from, reason: String(verdict) })
    } finally {
      copy.close()
    }
    await syncFile(to)
  } catch (error) {
    throw sqliteError(error, to)
  }
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
