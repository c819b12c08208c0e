import Database from 'better-sqlite3'
import { describeError, AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { LogDigest } from '../../core/persistence/LogDigest'
import { packKey, type Pack } from '../../core/persistence/Pack'
import { headerProblem, readableOps, unpackOps } from '../../core/persistence/packBody'
import type { SpaceId } from '../../core/space/Space'
import { newPeerId } from '../../core/tree/PeerId'
import { SpaceTree } from '../../core/tree/SpaceTree'
import type { TreeId } from '../../core/tree/ops'
import { isIndexed } from './isIndexed'
import { outlineProblems } from './outlineProblems'
import { PackTable } from './PackTable'
import { APPLICATION_ID, SCHEMA_VERSION } from './schema'
import { snapshotProblems } from './snapshotProblems'
import { sqliteError } from './sqliteError'

export interface CheckOptions {
  readonly path: string
  readonly spaceId: SpaceId
  readonly environment: Environment
  /** Every tree, rebuilt from the log, one at a time; it is disposed of afterwards. The space's own comes first. */
  readonly onTree: (tree: SpaceTree) => void
}

export interface CheckedDatabase {
  readonly ops: number
  readonly trees: number
  /** Recomputed from the log. */
  readonly fingerprint: string
  /** Plain sentences; empty means: everything that was ever acknowledged is here and whole. */
  readonly problems: readonly string[]
}

/** More sentences than anyone reads; the count goes on. */
const MAX_PROBLEMS = 100

/**
 * Proves a space's database, changing nothing: SQLite's own integrity check, every pack's checksum and ops, count and
 * fingerprint against the stored ones, every tree rebuilt, the node table against the rebuilt tree. Cost: the whole log.
 */
export function checkDatabase(options: CheckOptions): CheckedDatabase {
  const check = new DatabaseCheck(options)
  try {
    const db = new Database(options.path, { readonly: true, fileMustExist: true })
    try {
      // One snapshot for everything, also while an app writes.
      db.exec('BEGIN')
      check.run(db)
    } finally {
      db.close()
    }
  } catch (error) {
    check.problem(describeError(AppError.detailOf(sqliteError(error, options.path))))
  }
  return check.result()
}

class DatabaseCheck {
  readonly #problems: string[] = []
  readonly #digest = new LogDigest()
  readonly #damaged = new Set<string>()
  #problemCount = 0
  #trees = 0

  constructor(readonly options: CheckOptions) {}

  problem(sentence: string): void {
    this.#problemCount += 1
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(sentence)
  }

  result(): CheckedDatabase {
    const more = this.#problemCount - this.#problems.length
    const problems = more > 0 ? [...this.#problems, `There are ${more} more problems like these.`] : this.#problems
    return { ops: this.#digest.opCount, trees: this.#trees, fingerprint: this.#digest.fingerprint, problems }
  }

  run(db: Database.Database): void {
    if (!this.#isOurs(db)) return
    for (const row of db.prepare<[], { integrity_check: string }>('PRAGMA integrity_check(20)').all()) {
      if (row.integrity_check !== 'ok') this.problem(`SQLite reports: ${row.integrity_check}.`)
    }
    const table = new PackTable(db, (reason) => this.#noteDamage(reason))
    this.#checkLog(db, table)
    const divergent = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM divergent').get()?.n ?? 0
    if (divergent > 0) this.problem(`${divergent} changes came with an id that another change already had.`)
    for (const treeId of this.#treeIds(db)) this.#rebuild(db, table, treeId)
  }

  /** The same place is read for several reasons, and told once. */
  #noteDamage(reason: string): void {
    if (this.#damaged.has(reason)) return
    this.#damaged.add(reason)
    this.problem(`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`)
  }

  #isOurs(db: Database.Database): boolean {
    const found = db.pragma('user_version', { simple: true }) as number
    const { path, spaceId } = this.options
    if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
      this.problem(describeError({ code: 'not-a-space', path }))
      return false
    }
    if (found > SCHEMA_VERSION) {
      this.problem(describeError({ code: 'newer-schema', path, found, supported: SCHEMA_VERSION }))
      return false
    }
    if (found < SCHEMA_VERSION) {
      this.problem(`The database is of an older Grove (format ${found}). Open the space once, then check it again.`)
      return false
    }
    const stored = db.prepare<[], { spaceId: string }>('SELECT spaceId FROM log').get()?.spaceId
    if (stored !== spaceId)
      this.problem(`The database says it is space ${stored ?? 'nobody'}, but lies in the folder of ${spaceId}.`)
    return true
  }

  #checkLog(db: Database.Database, table: PackTable): void {
    const seen = new Set<string>()
    let maxCounter = 0
    for (const { position, header, pack } of table.reader.entries(0)) {
      if (header) {
        this.#digest.add(header)
        maxCounter = Math.max(maxCounter, header.counter + header.count - 1)
      }
      // What is damaged was reported by whoever read it.
      if (!pack) continue
      if (seen.has(packKey(pack))) this.problem(`The changes at position ${position} are there twice.`)
      seen.add(packKey(pack))
      const reason = headerProblem(pack) ?? bodyProblem(pack)
      if (reason !== undefined) this.problem(`The changes at position ${position} cannot be read: ${reason}`)
    }
    if (!isIndexed(db)) this.problem('The index of the log does not fit the log.')
    const summary = table.summary()
    if (summary.opCount !== this.#digest.opCount) {
      this.problem(`The log holds ${this.#digest.opCount} changes, but says ${summary.opCount}.`)
    }
    if (summary.fingerprint !== this.#digest.fingerprint) {
      this.problem(`The fingerprint of the log is ${this.#digest.fingerprint}, but it says ${summary.fingerprint}.`)
    }
    if (summary.maxCounter !== maxCounter)
      this.problem(`The clock of the log is ${maxCounter}, but it says ${summary.maxCounter}.`)
  }

  #treeIds(db: Database.Database): TreeId[] {
    const ids = db
      .prepare<[], { treeId: string }>('SELECT DISTINCT treeId FROM author')
      .all()
      .map((row) => row.treeId)
    return [this.options.spaceId, ...ids.filter((id) => id !== this.options.spaceId)]
  }

  #rebuild(db: Database.Database, table: PackTable, treeId: TreeId): void {
    const { environment, spaceId, onTree } = this.options
    const tree = new SpaceTree({ treeId, peerId: newPeerId(environment), environment })
    try {
      tree.mergeOps([...table.ofTree(treeId)].flatMap(readableOps))
      this.#trees += 1
      if (tree.root === undefined) this.problem(`Tree ${treeId} has no root.`)
      if (tree.pendingCount > 0)
        this.problem(`${tree.pendingCount} changes of tree ${treeId} wait for one that is missing.`)
      this.#readTexts(tree)
      if (treeId === spaceId) outlineProblems(db, table, tree).forEach((sentence) => this.problem(sentence))
      const after = (through: number): Iterable<Pack> => table.ofTree(treeId, through)
      snapshotProblems(db, tree, after, environment).forEach((sentence) => this.problem(sentence))
      onTree(tree)
    } finally {
      tree.dispose()
    }
  }

  #readTexts(tree: SpaceTree): void {
    for (const { id } of tree.getAllVertices()) {
      for (const key of tree.textKeys(id)) tree.text(id, key)
    }
    for (const { op, reason } of tree.problems) {
      this.problem(`A text change (${op.counter} of ${op.peerId}) of tree ${tree.treeId} cannot be read: ${reason}`)
    }
  }
}

function bodyProblem(pack: Pack): string | undefined {
  try {
    unpackOps(pack)
    return undefined
  } catch (error) {
    return describeError(AppError.detailOf(error))
  }
}
