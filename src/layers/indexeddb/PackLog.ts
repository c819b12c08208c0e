import { checksum } from '../../core/persistence/hash'
import { LogDigest } from '../../core/persistence/LogDigest'
import type { Pack } from '../../core/persistence/Pack'
import type { LogSummary } from '../../core/persistence/PersistenceLayer'
import type { OpId } from '../../core/tree/ops'
import { LOG_KEY, type LogRow, type PackRow, type WriteTransaction } from './schema'

export type Added = 'new' | 'known' | 'divergent'

/**
 * Writes the log of packs of one space, with its count and fingerprint. One transaction at a time: `begin`, `add`, `end`,
 * and once it is through `commit`, else `abandon`.
 */
export class PackLog {
  #committed: LogRow
  #draft: LogRow
  #digest = new LogDigest()
  /** Everything an author writes after its last counter is new without a look into the index. */
  readonly #lastCounterByAuthor = new Map<string, number>()

  constructor(row: LogRow) {
    this.#committed = row
    this.#draft = row
  }

  /** As of the last commit. */
  get row(): LogRow {
    return this.#committed
  }

  /** As of the transaction that runs. */
  get draft(): LogRow {
    return this.#draft
  }

  summary(): LogSummary {
    const { logId, head, opCount, fingerprint, maxCounter } = this.#committed
    return { logId, head, opCount, fingerprint, maxCounter }
  }

  /** Notices when somebody else wrote to the log meanwhile, as a tab does that has taken over from this one. */
  async begin(write: WriteTransaction): Promise<void> {
    const stored = await write.objectStore('log').get(LOG_KEY)
    if (!stored) throw new DOMException('what the log says of itself is missing', 'DataError')
    if (stored.head !== this.#committed.head || stored.logId !== this.#committed.logId)
      this.#lastCounterByAuthor.clear()
    this.#draft = stored
    this.#digest = new LogDigest(stored.opCount, stored.fingerprint)
  }

  /** What became of each pack, in their order. */
  async add(write: WriteTransaction, packs: readonly Pack[]): Promise<readonly Added[]> {
    await this.#meetAuthors(write, packs)
    const outcomes: Added[] = []
    for (const pack of packs) outcomes.push(await this.#addOne(write, pack))
    return outcomes
  }

  async end(write: WriteTransaction, isOutlineStale: boolean, lastMove: OpId | undefined): Promise<void> {
    const { opCount, fingerprint } = this.#digest
    this.#draft = { ...this.#draft, opCount, fingerprint, isOutlineStale, lastMove: lastMove ?? null }
    await write.objectStore('log').put(this.#draft, LOG_KEY)
  }

  commit(): void {
    this.#committed = this.#draft
  }

  abandon(): void {
    this.#lastCounterByAuthor.clear()
  }

  /** All new ones in one round: one after the other, finding them would cost more than storing. */
  async #meetAuthors(write: WriteTransaction, packs: readonly Pack[]): Promise<void> {
    const index = write.objectStore('pack').index('byAuthor')
    const packByAuthor = new Map(packs.map((pack) => [authorOf(pack), pack]))
    const newcomers = [...packByAuthor].filter(([author]) => !this.#lastCounterByAuthor.has(author))
    await Promise.all(
      newcomers.map(async ([author, pack]) => {
        const newest = await index.openKeyCursor(ofAuthorThrough(pack, Infinity), 'prev')
        const [, , counter, count] = newest?.key ?? ['', '', 0, 1]
        this.#lastCounterByAuthor.set(author, counter + count - 1)
      }),
    )
  }

  async #addOne(write: WriteTransaction, pack: Pack): Promise<Added> {
    const { treeId, peerId, counter, count, body } = pack
    const row = { treeId, peerId, counter, count, checksum: checksum(body), body }
    const last = counter + count - 1
    const author = authorOf(pack)
    const lastKnown = this.#lastCounterByAuthor.get(author) ?? 0
    if (counter <= lastKnown) {
      const index = write.objectStore('pack').index('byAuthor')
      const before = (await index.openCursor(ofAuthorThrough(pack, last), 'prev'))?.value
      if (before && before.counter + before.count > counter) {
        if (isSame(before, row)) return 'known'
        leaveToTransaction(write.objectStore('divergent').put(row))
        return 'divergent'
      }
    }
    const position = this.#draft.head + 1
    leaveToTransaction(write.objectStore('pack').add({ position, ...row }))
    this.#digest.add(pack)
    this.#draft = { ...this.#draft, head: position, maxCounter: Math.max(this.#draft.maxCounter, last) }
    this.#lastCounterByAuthor.set(author, Math.max(lastKnown, last))
    return 'new'
  }
}

/** The pack of a row, or undefined when its body is not what was stored. */
export function packOfRow(row: PackRow): Pack | undefined {
  const { treeId, peerId, counter, count, body } = row
  return checksum(body) === row.checksum ? { treeId, peerId, counter, count, body } : undefined
}

/** A request that fails ends its transaction, and that is where it is heard of; not once more here. */
export function leaveToTransaction(request: Promise<unknown>): void {
  request.catch(() => undefined)
}

function authorOf({ treeId, peerId }: Pack): string {
  return treeId + peerId
}

function ofAuthorThrough({ treeId, peerId }: Pack, counter: number): IDBKeyRange {
  return IDBKeyRange.bound([treeId, peerId, 0, 0], [treeId, peerId, counter, Infinity])
}

function isSame(known: PackRow, row: Omit<PackRow, 'position'>): boolean {
  return (
    known.counter === row.counter &&
    known.count === row.count &&
    known.checksum === row.checksum &&
    known.body.byteLength === row.body.byteLength &&
    known.body.every((byte, index) => byte === row.body[index])
  )
}
