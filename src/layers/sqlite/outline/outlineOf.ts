import type { Database } from 'better-sqlite3'
import { PackTable } from '../PackTable'
import { SQLiteOutlineStore } from '../SQLiteOutlineStore'
import { OutlineStep } from './OutlineStep'

export interface ReadOutline {
  readonly outline: SQLiteOutlineStore
  /** False when it must be put right by the tree; then it says something older, or nothing that can be relied on. */
  readonly isInStep: boolean
}

/** The node table with what the log has after it, for who only reads the file: nothing is written. */
export function outlineOf(db: Database, packs = new PackTable(db)): ReadOutline {
  const outline = new SQLiteOutlineStore(db, packs.authors)
  for (;;) {
    const advanced = new OutlineStep(outline, packs).run()
    if (advanced !== 'more') return { outline, isInStep: advanced === 'there' }
  }
}
