import type { Position } from '../../core/persistence/PersistenceLayer'
import { foldedText } from '../../core/search/wordsOf'
import type { TreeId, VertexId } from '../../core/tree/ops'
import type { SearchDatabase, SearchStatement as Statement } from './SearchDatabase'
import type { SearchPlace } from './SearchPlace'

export interface SearchMark {
  readonly logId: string
  readonly through: Position
  readonly throughKey: string
}

/** An entry under the space's content. */
export interface EntryRow {
  readonly id: VertexId
  readonly parentId: VertexId
  readonly name: string
  readonly icon: string | null
  readonly appId: string | null
  readonly treeId: TreeId | null
}

export interface DueDocument {
  readonly position: Position
  readonly treeId: TreeId
  readonly due: Position
  readonly isFindable: number
}

/** A snippet comes from so much of a text; all of it can be found. */
const MAX_KEPT_CHARS = 200_000

/** The rows of a search index. Who changes them begins and ends transactions. */
export class SearchTables {
  readonly #mark: Statement<[], SearchMark>
  readonly #putMark: Statement<[string, Position, string], never>
  readonly #entries: Statement<[], EntryRow>
  readonly #entry: Statement<[string], EntryRow>
  readonly #entryOfTree: Statement<[string], EntryRow>
  readonly #putEntry: Statement<[string, string, string, string | null, string | null, string | null], never>
  readonly #dropEntry: Statement<[string], never>
  readonly #putDue: Statement<[Position, string, Position], never>
  readonly #makeDue: Statement<[string], never>
  readonly #due: Statement<[number], DueDocument>
  readonly #dueCount: Statement<[], { n: number }>
  readonly #documents: Statement<[], { n: number }>
  readonly #settle: Statement<[Position, Uint8Array | null, Position], never>
  readonly #dropWords: Statement<[Position], never>
  readonly #putWords: Statement<[Position, string, string], never>
  readonly #document: Statement<[Position], { treeId: TreeId; text: Uint8Array | null }>

  constructor(
    readonly db: SearchDatabase,
    readonly packing: Pick<SearchPlace, 'deflate' | 'inflate'>,
  ) {
    this.#mark = db.prepare('SELECT logId, through, throughKey FROM mark')
    this.#putMark = db.prepare('UPDATE mark SET logId = ?, through = ?, throughKey = ?')
    this.#entries = db.prepare('SELECT id, parentId, name, icon, appId, treeId FROM entry')
    this.#entry = db.prepare('SELECT id, parentId, name, icon, appId, treeId FROM entry WHERE id = ?')
    this.#entryOfTree = db.prepare('SELECT id, parentId, name, icon, appId, treeId FROM entry WHERE treeId = ? LIMIT 1')
    this.#putEntry = db.prepare('INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?, ?)')
    this.#dropEntry = db.prepare('DELETE FROM entry WHERE id = ?')
    this.#putDue = db.prepare(`INSERT INTO document VALUES (?, ?, ?, NULL)
      ON CONFLICT (treeId) DO UPDATE SET due = excluded.due`)
    this.#makeDue = db.prepare('UPDATE document SET due = position WHERE treeId = ? AND due IS NULL')
    this.#due = db.prepare(`SELECT position, treeId, due, text IS NOT NULL AS isFindable
      FROM document WHERE due IS NOT NULL ORDER BY due DESC LIMIT ?`)
    this.#dueCount = db.prepare('SELECT count(*) AS n FROM document WHERE due IS NOT NULL')
    this.#documents = db.prepare('SELECT count(*) AS n FROM entry WHERE treeId IS NOT NULL')
    this.#settle = db.prepare('UPDATE document SET position = ?, text = ?, due = NULL WHERE position = ?')
    this.#dropWords = db.prepare('DELETE FROM word WHERE rowid = ?')
    this.#putWords = db.prepare('INSERT INTO word (rowid, title, text) VALUES (?, ?, ?)')
    this.#document = db.prepare('SELECT treeId, text FROM document WHERE position = ?')
  }

  mark(): SearchMark {
    return this.#mark.get() ?? { logId: '', through: 0, throughKey: '' }
  }

  putMark({ logId, through, throughKey }: SearchMark): void {
    this.#putMark.run(logId, through, throughKey)
  }

  entry(id: VertexId): EntryRow | undefined {
    return this.#entry.get(id)
  }

  entryOfTree(treeId: TreeId): EntryRow | undefined {
    return this.#entryOfTree.get(treeId)
  }

  /** These are all entries now; documents whose title or place among the living changed become due. */
  putEntries(rows: Iterable<EntryRow>): void {
    const gone = new Map(this.#entries.all().map((row) => [row.id, row]))
    const dueTrees = new Set<TreeId>()
    for (const row of rows) {
      const known = gone.get(row.id)
      gone.delete(row.id)
      if (known && isSame(known, row)) continue
      this.#putEntry.run(row.id, row.parentId, row.name, row.icon, row.appId, row.treeId)
      if (row.treeId !== null && (known?.name !== row.name || known.treeId !== row.treeId)) dueTrees.add(row.treeId)
      if (known?.treeId && known.treeId !== row.treeId) dueTrees.add(known.treeId)
    }
    for (const { id, treeId } of gone.values()) {
      this.#dropEntry.run(id)
      if (treeId !== null) dueTrees.add(treeId)
    }
    for (const treeId of dueTrees) this.#makeDue.run(treeId)
  }

  putDue(treeId: TreeId, position: Position): void {
    this.#putDue.run(position, treeId, position)
  }

  /** The newest first: what somebody has just written is found while the rest is still being read. */
  due(limit: number): DueDocument[] {
    return this.#due.all(limit)
  }

  dueCount(): number {
    return this.#dueCount.get()?.n ?? 0
  }

  /** Documents that are not in the trash. */
  documentCount(): number {
    return this.#documents.get()?.n ?? 0
  }

  /** A document as it was read; `content` undefined when it is to be found no more. */
  settle(document: DueDocument, content: { readonly title: string; readonly text: string } | undefined): void {
    if (document.isFindable === 1) this.#dropWords.run(document.position)
    const kept = content && this.packing.deflate(content.text.slice(0, MAX_KEPT_CHARS))
    this.#settle.run(document.due, kept ?? null, document.position)
    if (content) this.#putWords.run(document.due, foldedText(content.title), foldedText(content.text))
  }

  /** What stands in a row of words; undefined when it is gone. */
  document(position: Position): { readonly treeId: TreeId; readonly text: string } | undefined {
    const row = this.#document.get(position)
    return row?.text ? { treeId: row.treeId, text: this.packing.inflate(row.text) } : undefined
  }
}

function isSame(a: EntryRow, b: EntryRow): boolean {
  return (
    a.parentId === b.parentId && a.name === b.name && a.icon === b.icon && a.treeId === b.treeId && a.appId === b.appId
  )
}
