import type { Database, Statement } from 'better-sqlite3'
import { checksum } from '../../core/persistence/hash'
import { LogDigest } from '../../core/persistence/LogDigest'
import type { PackHeader } from '../../core/persistence/compareRanges'
import type { Pack, PackId } from '../../core/persistence/Pack'
import type { LogSummary, Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'
import { PackIndex } from './PackIndex'

export interface PackRow {
  readonly position: Position
  readonly treeId: string
  readonly peerId: string
  readonly counter: number
  readonly count: number
  readonly checksum: number
  readonly body: Uint8Array
}

interface LogRow {
  readonly logId: string
  readonly opCount: number
  readonly fingerprint: string
  readonly maxCounter: number
  readonly countedThrough: Position
}

interface Author {
  readonly no: number
  /** Everything after it is new without a look into the index. */
  lastCounter: number
}

type Added = 'new' | 'known' | 'divergent'

const ROW = `pack.position, author.treeId, author.peerId, pack.counter, pack.count, pack.checksum, pack.body`

/** The log of packs in SQLite: what it holds, in its order, with count and fingerprint. Call `add` in a transaction. */
export class PackTable {
  readonly #insert: Statement<[number, number, number, number, Uint8Array]>
  readonly #insertDivergent: Statement<[number, number, number, number, Uint8Array]>
  readonly #author: Statement<[string, string], { no: number }>
  readonly #insertAuthor: Statement<[string, string]>
  readonly #index: PackIndex
  readonly #content: Statement<[Position], { checksum: number; body: Uint8Array }>
  readonly #since: Statement<[number], PackRow>
  readonly #rowAt: Statement<[Position], PackRow>
  readonly #ofTree: Statement<[string], PackRow>
  readonly #newestOfTree: Statement<[string, Position], PackRow>
  readonly #putLog: Statement<[number, string, number, number]>
  readonly #headersSince: Statement<[number], Omit<PackRow, 'checksum' | 'body'> & { readonly author: number }>
  readonly #readLog: Statement<[], LogRow>
  #authorByKey = new Map<string, Author>()
  #digest = new LogDigest()
  #logId = ''
  #maxCounter = 0
  #head: Position = 0
  #countedThrough: Position = 0

  constructor(db: Database) {
    this.#insert = db.prepare('INSERT INTO pack (author, counter, count, checksum, body) VALUES (?, ?, ?, ?, ?)')
    this.#insertDivergent = db.prepare('INSERT OR IGNORE INTO divergent VALUES (?, ?, ?, ?, ?)')
    this.#author = db.prepare('SELECT no FROM author WHERE treeId = ? AND peerId = ?')
    this.#insertAuthor = db.prepare('INSERT INTO author (treeId, peerId) VALUES (?, ?)')
    this.#index = new PackIndex(db)
    this.#content = db.prepare('SELECT checksum, body FROM pack WHERE position = ?')
    this.#since = db.prepare(`SELECT ${ROW} FROM pack JOIN author ON author.no = pack.author
      WHERE pack.position > ? ORDER BY pack.position`)
    this.#rowAt = db.prepare(`SELECT ${ROW} FROM pack JOIN author ON author.no = pack.author WHERE pack.position = ?`)
    this.#ofTree = db.prepare(`SELECT ${ROW} FROM author JOIN packKey ON packKey.author = author.no
      JOIN pack ON pack.position = packKey.position WHERE author.treeId = ? ORDER BY pack.position`)
    this.#newestOfTree = db.prepare(`SELECT ${ROW} FROM pack CROSS JOIN author ON author.no = pack.author
      WHERE author.treeId = ? AND pack.position > ? ORDER BY pack.position`)
    this.#putLog = db.prepare('UPDATE log SET opCount = ?, fingerprint = ?, maxCounter = ?, countedThrough = ?')
    this.#readLog = db.prepare('SELECT logId, opCount, fingerprint, maxCounter, countedThrough FROM log')
    this.#headersSince =
      db.prepare(`SELECT pack.position, pack.author, author.treeId, author.peerId, pack.counter, pack.count
      FROM pack JOIN author ON author.no = pack.author WHERE pack.position > ? ORDER BY pack.position`)
    this.forget()
  }

  /** Reads again what the log says of itself; to be called after a rollback. */
  forget(): void {
    const log = this.#readLog.get()
    this.#authorByKey = new Map()
    this.#logId = log?.logId ?? ''
    this.#digest = new LogDigest(log?.opCount ?? 0, log?.fingerprint)
    this.#maxCounter = log?.maxCounter ?? 0
    this.#head = log?.countedThrough ?? 0
    this.#countedThrough = this.#head
    this.#index.forget()
    for (const header of this.#headersSince.iterate(this.#head)) {
      this.#index.add(header.author, header)
      this.#count(header, header.position)
    }
  }

  get head(): Position {
    return this.#head
  }

  summary(): LogSummary {
    const { opCount, fingerprint } = this.#digest
    return { logId: this.#logId, head: this.#head, opCount, fingerprint, maxCounter: this.#maxCounter }
  }

  add(pack: Pack): Added {
    const author = this.#authorOf(pack)
    const sum = checksum(pack.body)
    const last = pack.counter + pack.count - 1
    if (pack.counter <= author.lastCounter) {
      const before = this.#index.atOrBefore(author.no, last)
      if (before && before.counter + before.count > pack.counter) {
        const known = this.#content.get(before.position)
        const isSame =
          before.counter === pack.counter &&
          before.count === pack.count &&
          known?.checksum === sum &&
          Buffer.compare(known.body, pack.body) === 0
        if (isSame) return 'known'
        this.#insertDivergent.run(author.no, pack.counter, pack.count, sum, pack.body)
        return 'divergent'
      }
    }
    const position = Number(this.#insert.run(author.no, pack.counter, pack.count, sum, pack.body).lastInsertRowid)
    this.#index.add(author.no, { counter: pack.counter, count: pack.count, position })
    this.#count(pack, position)
    author.lastCounter = Math.max(author.lastCounter, last)
    return 'new'
  }

  /**
   * Stores a pack of an author who is known and goes on writing, which takes one statement and therefore no transaction
   * around it: what typing does all day. False, and nothing stored, when the pack is not of that kind.
   */
  addAlone(pack: Pack, staleness: number): boolean {
    const author = this.#authorByKey.get(`${pack.treeId}/${pack.peerId}`)
    const isSummaryDue = this.#head + 1 - this.#countedThrough >= staleness
    if (!author || pack.counter <= author.lastCounter || isSummaryDue) return false
    return this.add(pack) === 'new'
  }

  /** Writes count, fingerprint and index when they are `staleness` packs old: in each transaction they would cost one more
   *  page for the disk to sync, and they can be counted again from the few headers since. */
  putSummary(staleness: number): void {
    if (this.#head - this.#countedThrough < staleness) return
    this.#index.write()
    this.#putLog.run(this.#digest.opCount, this.#digest.fingerprint, this.#maxCounter, this.#head)
    this.#countedThrough = this.#head
  }

  /** Leave it before anything is written: an open cursor keeps the connection busy. */
  since(position: Position): IterableIterator<PackRow> {
    return this.#since.iterate(position)
  }

  *ofTree(treeId: TreeId): Generator<PackRow> {
    yield* this.#ofTree.iterate(treeId)
    yield* this.#newestOfTree.iterate(treeId, this.#countedThrough)
  }

  /** All headers, in the log's order. */
  headers(): IterableIterator<PackHeader> {
    return this.#headersSince.iterate(0)
  }

  find(id: PackId): PackRow | undefined {
    const author = this.#author.get(id.treeId, id.peerId)
    const key = author && this.#index.atOrBefore(author.no, id.counter)
    return key?.counter === id.counter ? this.#rowAt.get(key.position) : undefined
  }

  #count(header: Pick<Pack, 'treeId' | 'peerId' | 'counter' | 'count'>, position: Position): void {
    this.#digest.add(header)
    this.#maxCounter = Math.max(this.#maxCounter, header.counter + header.count - 1)
    this.#head = position
  }

  #authorOf(pack: Pack): Author {
    const key = `${pack.treeId}/${pack.peerId}`
    let author = this.#authorByKey.get(key)
    if (!author) {
      const no =
        this.#author.get(pack.treeId, pack.peerId)?.no ??
        Number(this.#insertAuthor.run(pack.treeId, pack.peerId).lastInsertRowid)
      const newest = this.#index.atOrBefore(no, Number.MAX_SAFE_INTEGER)
      author = { no, lastCounter: newest ? newest.counter + newest.count - 1 : 0 }
      this.#authorByKey.set(key, author)
    }
    return author
  }
}

/** The pack of a row, or undefined when its body is not what was stored. */
export function packOfRow(row: PackRow): Pack | undefined {
  if (checksum(row.body) !== row.checksum) return undefined
  const { treeId, peerId, counter, count, body } = row
  return { treeId, peerId, counter, count, body }
}
