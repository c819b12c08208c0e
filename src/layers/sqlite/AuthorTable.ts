import type { Database } from 'better-sqlite3'
import type { PackId } from '../../core/persistence/Pack'
import type { TreeId } from '../../core/tree/ops'
import { LateStatement } from './LateStatement'

export interface AuthorName {
  readonly treeId: TreeId
  readonly peerId: string
}

/** Of so many authors the number is remembered: finding others is a statement each, and remembering all would grow with the space. */
const MAX_REMEMBERED = 256

/** The pairs of tree and peer that packs refer to by number. */
export class AuthorTable {
  readonly #no: LateStatement<[string, string], { no: number }>
  readonly #insert: LateStatement<[string, string]>
  readonly #name: LateStatement<[number], AuthorName>
  readonly #ofTree: LateStatement<[string], { no: number }>
  readonly #noByName = new Map<string, number>()
  readonly #nameByNo = new Map<number, AuthorName>()
  #last: (AuthorName & { readonly no: number }) | undefined

  constructor(db: Database) {
    this.#no = new LateStatement(db, 'SELECT no FROM author WHERE treeId = ? AND peerId = ?')
    this.#insert = new LateStatement(db, 'INSERT INTO author (treeId, peerId) VALUES (?, ?)')
    this.#name = new LateStatement(db, 'SELECT treeId, peerId FROM author WHERE no = ?')
    this.#ofTree = new LateStatement(db, 'SELECT no FROM author WHERE treeId = ?')
  }

  /** To be called after a rollback. */
  forget(): void {
    this.#noByName.clear()
    this.#nameByNo.clear()
    this.#last = undefined
  }

  find({ treeId, peerId }: AuthorName): number | undefined {
    // Packs of one author come one after the other.
    if (this.#last?.peerId === peerId && this.#last.treeId === treeId) return this.#last.no
    const no = this.#noByName.get(`${treeId}/${peerId}`) ?? this.#no.get(treeId, peerId)?.no
    if (no !== undefined) this.#keep(treeId, peerId, no)
    return no
  }

  /** In a transaction. */
  findOrAdd(id: PackId): number {
    return this.find(id) ?? this.add(id)
  }

  /** In a transaction: one that is not there. */
  add(id: AuthorName): number {
    const no = Number(this.#insert.run(id.treeId, id.peerId).lastInsertRowid)
    this.#keep(id.treeId, id.peerId, no)
    return no
  }

  name(no: number): AuthorName {
    let name = this.#nameByNo.get(no)
    if (!name) {
      name = this.#name.get(no) ?? { treeId: '', peerId: '' }
      remember(this.#nameByNo, no, name)
    }
    return name
  }

  ofTree(treeId: TreeId): number[] {
    return this.#ofTree.all(treeId).map((row) => row.no)
  }

  #keep(treeId: TreeId, peerId: string, no: number): void {
    remember(this.#noByName, `${treeId}/${peerId}`, no)
    this.#last = { treeId, peerId, no }
  }
}

function remember<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (map.size >= MAX_REMEMBERED) map.clear()
  map.set(key, value)
}
