import { LogDigest } from '../../core/persistence/LogDigest'
import type { PackHeader } from '../../core/persistence/compareRanges'
import { PART_HEADERS, type HeaderPart } from '../../core/persistence/LogRanges'
import { packKey, type PackId } from '../../core/persistence/Pack'
import type { LogSummary, Position } from '../../core/persistence/PersistenceLayer'
import type { TreeId } from '../../core/tree/ops'

interface Author {
  readonly treeId: TreeId
  readonly peerId: string
  /** Of its packs, by counter. */
  readonly positions: Position[]
}

/** `divergent`: another body stands under this id already. */
export type Judged = 'new' | 'known' | 'divergent'

/** Which packs a log holds, in its order, without their bodies. About 60 bytes a pack. */
export class LogIndex {
  readonly #authorByKey = new Map<string, Author>()
  // One column each, by position - 1.
  readonly #authors: Author[] = []
  readonly #counters: number[] = []
  readonly #counts: number[] = []
  readonly #sums: number[] = []
  readonly #records: number[] = []
  readonly #digest = new LogDigest()
  readonly #divergent = new Set<string>()
  #maxCounter = 0

  get head(): Position {
    return this.#counters.length
  }

  summary(): Omit<LogSummary, 'logId'> {
    const { opCount, fingerprint } = this.#digest
    return { head: this.head, opCount, fingerprint, maxCounter: this.#maxCounter }
  }

  /** The same as it would be with these packs too. */
  heldWith(packs: readonly PackHeader[]): { readonly opCount: number; readonly fingerprint: string } {
    const { opCount, fingerprint } = this.#digest
    const digest = new LogDigest(opCount, fingerprint)
    for (const pack of packs) digest.add(pack)
    return { opCount: digest.opCount, fingerprint: digest.fingerprint }
  }

  /** `sum`: checksum of the body as it is stored. A divergent body that was noted before is `known`. */
  judge(pack: PackHeader, sum: number): Judged {
    const author = this.#authorByKey.get(authorKey(pack))
    if (!author) return 'new'
    const last = author.positions[atOrBefore(author, this.#counters, pack.counter + pack.count - 1)]
    if (last === undefined || this.#counterAt(last) + this.#countAt(last) <= pack.counter) return 'new'
    const isSame = this.#counterAt(last) === pack.counter && this.#countAt(last) === pack.count
    if (isSame && this.#sums[last - 1] === sum) return 'known'
    return this.#divergent.has(divergentKey(pack, sum)) ? 'known' : 'divergent'
  }

  /** `record`: where the caller keeps its body. */
  add(pack: PackHeader, sum: number, record: number): Judged {
    const judged = this.judge(pack, sum)
    if (judged === 'divergent') this.#divergent.add(divergentKey(pack, sum))
    if (judged !== 'new') return judged
    const key = authorKey(pack)
    let author = this.#authorByKey.get(key)
    if (!author) {
      author = { treeId: pack.treeId, peerId: pack.peerId, positions: [] }
      this.#authorByKey.set(key, author)
    }
    author.positions.splice(atOrBefore(author, this.#counters, pack.counter) + 1, 0, this.head + 1)
    this.#authors.push(author)
    this.#counters.push(pack.counter)
    this.#counts.push(pack.count)
    this.#sums.push(sum)
    this.#records.push(record)
    this.#digest.add(pack)
    this.#maxCounter = Math.max(this.#maxCounter, pack.counter + pack.count - 1)
    return 'new'
  }

  /** Throws for a position that there is none at. */
  at(position: Position): PackHeader & { readonly sum: number; readonly record: number } {
    const author = this.#authors[position - 1]
    if (!author) throw new Error(`The log has no position ${position}.`)
    return {
      treeId: author.treeId,
      peerId: author.peerId,
      counter: this.#counterAt(position),
      count: this.#countAt(position),
      sum: this.#sums[position - 1] ?? 0,
      record: this.#records[position - 1] ?? 0,
    }
  }

  find(id: PackId): Position | undefined {
    const author = this.#authorByKey.get(authorKey(id))
    const position = author?.positions[atOrBefore(author, this.#counters, id.counter)]
    return position !== undefined && this.#counterAt(position) === id.counter ? position : undefined
  }

  /** For `LogRanges`. */
  headersAfter(position: Position): HeaderPart | undefined {
    const through = Math.min(position + PART_HEADERS, this.head)
    if (through === position) return undefined
    return { headers: Array.from({ length: through - position }, (_, index) => this.at(position + index + 1)), through }
  }

  /** Cost: one look at each author of the space. */
  positionsOf(treeId: TreeId): Position[] {
    const authors = [...this.#authorByKey.values()].filter((author) => author.treeId === treeId)
    return authors.flatMap((author) => author.positions).sort((a, b) => a - b)
  }

  #counterAt(position: Position): number {
    return this.#counters[position - 1] ?? 0
  }

  #countAt(position: Position): number {
    return this.#counts[position - 1] ?? 0
  }
}

/** Index in `positions` of the author's last pack that begins at or before `counter`; -1 when there is none. */
function atOrBefore({ positions }: Author, counters: readonly number[], counter: number): number {
  let low = 0
  let high = positions.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const found = counters[(positions[middle] ?? 1) - 1] ?? 0
    if (found <= counter) low = middle + 1
    else high = middle
  }
  return low - 1
}

function authorKey({ treeId, peerId }: Pick<PackId, 'treeId' | 'peerId'>): string {
  return `${treeId}/${peerId}`
}

function divergentKey(pack: PackHeader, sum: number): string {
  return `${packKey(pack)}+${pack.count}/${sum}`
}
