import type { Database } from 'better-sqlite3'
import { MemoryOutlineStore } from '../../core/persistence/outline/MemoryOutlineStore'
import type { OutlineRow, OutlineStore } from '../../core/persistence/outline/Outline'
import { rebuildOutline } from '../../core/persistence/outline/rebuildOutline'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import { outlineOf } from './outline/outlineOf'
import type { PackTable } from './PackTable'

/**
 * How the stored node table, with what the log has after it, differs from one built anew from the tree; empty when it does not.
 * A table that must be put right before its next use cannot be wrong.
 */
export function outlineProblems(db: Database, packs: PackTable, tree: SpaceTree): string[] {
  const { outline: stored, isInStep } = outlineOf(db, packs)
  if (!isInStep) return []
  const rebuilt = new MemoryOutlineStore()
  const ids = tree.getAllVertices().map((vertex) => vertex.id)
  rebuildOutline(rebuilt, tree.rows())
  const problems: string[] = []
  let rows = 0
  for (const parentId of [null, ...ids]) {
    const is = sorted(stored, parentId)
    rows += is.length
    if (JSON.stringify(is) !== JSON.stringify(sorted(rebuilt, parentId))) {
      problems.push(`The list of what is in ${parentId ?? 'the space'} differs from the tree.`)
    }
  }
  const count = stored.size()
  if (count !== rows) problems.push(`The list holds ${count - rows} entries that lie nowhere in the tree.`)
  return problems
}

function sorted(store: OutlineStore, parentId: string | null): unknown[] {
  return store
    .rows(parentId)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((row: OutlineRow) => [
      row.id,
      row.hasChildren,
      Object.entries(row.properties).sort(([a], [b]) => (a < b ? -1 : 1)),
    ])
}
