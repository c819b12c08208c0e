import type { ErrorDetail } from '../../core/AppError'
import { openDatabase } from './openDatabase'
import type { NewLog } from './schema'

export interface PreparedDatabase {
  /** What a person should know: the file was damaged and what could be recovered. */
  readonly notice: ErrorDetail | null
  /** For who looks into the log. */
  readonly sentences: readonly string[]
}

/**
 * Does all of opening a database that takes long (`openingWork`), and closes it again in order, so that whoever opens it next
 * does so at once. May be killed at any moment: what was not finished is done by the next. Blocks; throws like `openDatabase`.
 */
export function prepareDatabase(path: string, newLog: NewLog): PreparedDatabase {
  const sentences: string[] = []
  const { db, notice } = openDatabase(path, 'open', newLog, (sentence) => sentences.push(sentence))
  try {
    db.exec('UPDATE log SET isClean = 1')
  } finally {
    db.close()
  }
  return { notice, sentences }
}
