import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb'
import type { FollowerCursor, Position } from '../../core/persistence/PersistenceLayer'
import type { JsonValue } from 'reptree'
import type { OpId, VertexId } from '../../core/tree/ops'

export interface PackRow {
  readonly position: Position
  readonly treeId: string
  readonly peerId: string
  readonly counter: number
  readonly count: number
  /** Of the body. */
  readonly checksum: number
  readonly body: Uint8Array
}

/** What the log says of itself, written in each transaction that changes it. */
export interface LogRow {
  readonly spaceId: string
  readonly logId: string
  readonly head: Position
  readonly opCount: number
  readonly fingerprint: string
  readonly maxCounter: number
  /** The node rows do not stand for the log any more and are built anew before they are read. */
  readonly isOutlineStale: boolean
  readonly lastMove: OpId | null
}

/** A vertex of the space tree as lists show it. */
export interface NodeRow {
  readonly id: VertexId
  /** Empty for roots, because IndexedDB cannot find null; missing while only properties are known. */
  parent?: string
  childCount: number
  properties: Record<string, { readonly value?: JsonValue; readonly writer: OpId }>
}

export interface SecretRow {
  readonly key: string
  readonly version: number
  /** Null for a deleted secret. */
  readonly sealed: Uint8Array | null
}

/** A tree as of a position, packed: a cache of the log. */
export interface SnapshotRow {
  readonly treeId: string
  readonly logId: string
  readonly through: Position
  /** Of the bytes. */
  readonly checksum: number
  readonly bytes: Uint8Array
}

type AuthorKey = [treeId: string, peerId: string, counter: number, count: number]

export interface SpaceSchema extends DBSchema {
  /** One row, under the key `log`. */
  log: { key: string; value: LogRow }
  pack: {
    key: Position
    value: PackRow
    indexes: {
      byTree: [treeId: string, position: Position]
      /** The whole header, so that headers can be read without bodies. */
      byAuthor: AuthorKey
    }
  }
  /** Packs whose id another body already had: kept for a person to look at, never applied. */
  divergent: { key: [...AuthorKey, checksum: number]; value: Omit<PackRow, 'position'> }
  node: { key: VertexId; value: NodeRow; indexes: { byParent: string } }
  secret: { key: string; value: SecretRow }
  cursor: { key: string; value: FollowerCursor }
  note: { key: string; value: string }
  /** By SHA-256, 64 hex digits. */
  file: { key: string; value: Blob }
  snapshot: { key: string; value: SnapshotRow }
}

export type SpaceDb = IDBPDatabase<SpaceSchema>
export type StoreName = 'log' | 'pack' | 'divergent' | 'node' | 'secret' | 'cursor' | 'note' | 'file' | 'snapshot'
export type WriteTransaction = IDBPTransaction<SpaceSchema, StoreName[], 'readwrite'>
export const LOG_KEY = 'log'

export interface NewLog {
  readonly spaceId: string
  readonly logId: string
}

/** Takes a database from the version of its index to the next, all in the one transaction of the upgrade. */
export type Migration = (
  db: SpaceDb,
  newLog: NewLog,
  write: IDBPTransaction<SpaceSchema, StoreName[], 'versionchange'>,
) => void

export const MIGRATIONS: readonly Migration[] = [
  (db, { spaceId, logId }, write) => {
    db.createObjectStore('log')
    const packs = db.createObjectStore('pack', { keyPath: 'position' })
    // Both are unique, which PackLog sees to: having the browser check it too would make writing a sixth slower.
    packs.createIndex('byTree', ['treeId', 'position'])
    packs.createIndex('byAuthor', ['treeId', 'peerId', 'counter', 'count'])
    db.createObjectStore('divergent', { keyPath: ['treeId', 'peerId', 'counter', 'count', 'checksum'] })
    db.createObjectStore('node', { keyPath: 'id' }).createIndex('byParent', 'parent')
    db.createObjectStore('secret', { keyPath: 'key' })
    db.createObjectStore('cursor', { keyPath: 'layerId' })
    db.createObjectStore('note')
    db.createObjectStore('file')
    const empty = { head: 0, opCount: 0, fingerprint: '0'.repeat(16), maxCounter: 0 }
    void write.objectStore('log').put({ spaceId, logId, ...empty, isOutlineStale: false, lastMove: null }, LOG_KEY)
  },
  (db) => {
    db.createObjectStore('snapshot', { keyPath: 'treeId' })
  },
]
