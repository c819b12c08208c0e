import type { Database, Statement } from 'better-sqlite3'
import type { JsonValue } from 'reptree'
import type { OutlineRow, OutlineStore } from '../../core/persistence/outline/Outline'
import type { OpId, VertexId } from '../../core/tree/ops'

interface StateRow {
  readonly isStale: number
  readonly lastCounter: number | null
  readonly lastPeerId: string | null
}

interface ListRow {
  readonly id: string
  readonly hasChildren: number
  readonly properties: string | null
}

/** The node table in SQLite. */
export class SQLiteOutlineStore implements OutlineStore {
  readonly #db: Database
  readonly #parent: Statement<[string], { parentId: string | null }>
  readonly #putNode: Statement<[string, string | null]>
  readonly #writer: Statement<[string, string], OpId>
  readonly #putProperty: Statement<[string, string, string | null, number, string]>
  readonly #state: Statement<[], StateRow>
  readonly #putLast: Statement<[number, string]>
  readonly #list: Statement<[string | null], ListRow>
  #isStale: boolean
  #last: OpId | undefined

  constructor(db: Database) {
    this.#db = db
    this.#parent = db.prepare('SELECT parentId FROM node WHERE id = ?')
    this.#putNode = db.prepare(
      'INSERT INTO node VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET parentId = excluded.parentId',
    )
    this.#writer = db.prepare('SELECT counter, peerId FROM nodeProperty WHERE nodeId = ? AND key = ?')
    this.#putProperty = db.prepare('INSERT OR REPLACE INTO nodeProperty VALUES (?, ?, ?, ?, ?)')
    this.#state = db.prepare('SELECT isStale, lastCounter, lastPeerId FROM outline')
    this.#putLast = db.prepare('UPDATE outline SET lastCounter = ?, lastPeerId = ?')
    this.#list = db.prepare(`
      SELECT node.id,
        EXISTS (SELECT 1 FROM node child WHERE child.parentId = node.id) AS hasChildren,
        (SELECT json_group_object(key, json(value)) FROM nodeProperty WHERE nodeId = node.id AND value IS NOT NULL)
          AS properties
      FROM node WHERE parentId IS ?`)
    const state = this.#read()
    this.#isStale = state.isStale
    this.#last = state.last
  }

  /** To be called after a rollback: what was remembered of the transaction never happened. */
  forget(): void {
    const state = this.#read()
    this.#isStale = state.isStale
    this.#last = state.last
  }

  hasNode(id: VertexId): boolean {
    return this.#parent.get(id) !== undefined
  }

  parentOf(id: VertexId): VertexId | null | undefined {
    return this.#parent.get(id)?.parentId
  }

  putNode(id: VertexId, parentId: VertexId | null): void {
    this.#putNode.run(id, parentId)
  }

  propertyWriter(id: VertexId, key: string): OpId | undefined {
    return this.#writer.get(id, key)
  }

  putProperty(id: VertexId, key: string, value: JsonValue | undefined, writer: OpId): void {
    this.#putProperty.run(id, key, value === undefined ? null : JSON.stringify(value), writer.counter, writer.peerId)
  }

  lastMove(): OpId | undefined {
    return this.#last
  }

  putLastMove(id: OpId): void {
    this.#last = id
    this.#putLast.run(id.counter, id.peerId)
  }

  isStale(): boolean {
    return this.#isStale
  }

  markStale(): void {
    this.#isStale = true
    this.#db.exec('UPDATE outline SET isStale = 1')
  }

  clear(): void {
    this.#isStale = false
    this.#last = undefined
    this.#db.exec(
      'DELETE FROM node; DELETE FROM nodeProperty; UPDATE outline SET isStale = 0, lastCounter = NULL, lastPeerId = NULL',
    )
  }

  rows(parentId: VertexId | null): OutlineRow[] {
    return this.#list.all(parentId).map((row) => ({
      id: row.id,
      parentId,
      properties: row.properties === null ? {} : (JSON.parse(row.properties) as Record<string, JsonValue>),
      hasChildren: row.hasChildren === 1,
    }))
  }

  #read(): { isStale: boolean; last: OpId | undefined } {
    const state = this.#state.get()
    const { lastCounter: counter, lastPeerId: peerId } = state ?? { lastCounter: null, lastPeerId: null }
    return {
      isStale: state?.isStale !== 0,
      last: counter === null || peerId === null ? undefined : { counter, peerId },
    }
  }
}
