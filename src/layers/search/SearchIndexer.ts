import type { Environment } from '../../core/environment'
import { Entries } from '../../core/space/Entries'
import type { SpaceId } from '../../core/space/Space'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import { readStoredTree } from './readStoredTree'
import type { SearchLog } from './SearchLog'
import type { EntryRow, SearchTables } from './SearchTables'

export interface IndexerParts {
  readonly spaceId: SpaceId
  readonly log: SearchLog
  readonly tables: SearchTables
  readonly environment: Environment
  /** What is searched in a document; empty for one that nobody reads. */
  readonly textOf: (tree: SpaceTree) => string
}

/** Of a step: some tens of milliseconds. */
const DOCUMENTS_PER_STEP = 16
/** Writing words out costs by the transaction; one that is lost is done again. */
const DOCUMENTS_PER_COMMIT = 512

/**
 * Brings the index of one space in step with its log, a little at a time, in a transaction that `commit` or a later step ends.
 * It may be killed anywhere: rows, what is still due, and how far the log was looked at are always of one commit.
 */
export class SearchIndexer {
  #uncommitted = 0

  constructor(readonly parts: IndexerParts) {}

  /** Finds what changed in the log since the last look. True when that is something. */
  async look(): Promise<boolean> {
    const { log, tables, spaceId } = this.parts
    const mark = tables.mark()
    const changes = await log.changesAfter(mark.through)
    const { logId, head, keyAt, keyAtHead, newestByTree } = changes
    const isSameLog = logId === mark.logId && head >= mark.through && keyAt === mark.throughKey
    if (!isSameLog && mark.logId !== '') throw new OtherLog()
    if (newestByTree.size === 0 && mark.logId !== '') return false
    const entries = newestByTree.has(spaceId) ? await this.#readEntries() : undefined
    this.#begin()
    for (const [treeId, position] of newestByTree) if (treeId !== spaceId) tables.putDue(treeId, position)
    if (entries) tables.putEntries(entries)
    tables.putMark({ logId, through: head, throughKey: keyAtHead })
    return true
  }

  /** Reads a few documents again. False when none is due. */
  async readSome(): Promise<boolean> {
    const { tables } = this.parts
    const due = tables.due(DOCUMENTS_PER_STEP)
    if (due.length === 0) return false
    const contents = []
    for (const { treeId } of due) {
      const entry = tables.entryOfTree(treeId)
      contents.push(entry && { title: entry.name, text: await this.#read(treeId) })
    }
    this.#begin()
    for (const [index, document] of due.entries()) tables.settle(document, contents[index])
    this.#uncommitted += due.length
    if (this.#uncommitted >= DOCUMENTS_PER_COMMIT) this.commit()
    return true
  }

  commit(): void {
    const { db } = this.parts.tables
    this.#uncommitted = 0
    if (db.inTransaction) db.exec('COMMIT')
  }

  #begin(): void {
    const { db } = this.parts.tables
    if (!db.inTransaction) db.exec('BEGIN IMMEDIATE')
  }

  async #read(treeId: string): Promise<string> {
    const { log, environment, textOf } = this.parts
    const tree = await readStoredTree(log, treeId, environment)
    try {
      return textOf(tree)
    } catch {
      // A text that cannot be shown cannot be searched either; its title can.
      return ''
    } finally {
      tree.dispose()
    }
  }

  async #readEntries(): Promise<EntryRow[]> {
    const { log, environment, spaceId } = this.parts
    const tree = await readStoredTree(log, spaceId, environment)
    try {
      return [...liveEntries(tree, environment)]
    } finally {
      tree.dispose()
    }
  }
}

/** The log is not the one that was indexed: a restored, recovered or exchanged file. */
export class OtherLog extends Error {}

function* liveEntries(tree: SpaceTree, environment: Environment): Generator<EntryRow> {
  const root = tree.root
  const content = root && tree.childIds(root.id).find((id) => tree.property(id, 'kind') === 'content')
  if (content === undefined) return
  for (const entry of new Entries(tree, environment).descendants(content)) {
    const { id, parentId, name, icon, appId, treeId } = entry
    yield { id, parentId, name, icon: icon ?? null, appId: appId ?? null, treeId: treeId ?? null }
  }
}
