import { MAX_BATCH_BYTES, type Pack } from '../../core/persistence/Pack'
import type { Position } from '../../core/persistence/PersistenceLayer'

export interface ReadPacks {
  readonly packs: readonly Pack[]
  readonly through: Position
}

/** What a page has so far. */
export class PageTaking implements ReadPacks {
  readonly packs: Pack[] = []
  isFull = false
  #ops = 0
  #sizeBytes = 0

  constructor(
    public through: Position,
    readonly limitOps: number,
  ) {}

  /** Not taken when the page is full without it; a damaged one is passed by. */
  take(position: Position, pack: Pack | undefined): void {
    if (pack && !this.#fits(pack.count, pack.body.byteLength)) return
    if (pack) this.packs.push(pack)
    this.through = position
  }

  /** How many of these rows may be taken; at least one, if there is one. */
  fitting(sizes: readonly (readonly [Position, number, number])[]): number {
    let [ops, sizeBytes, rows] = [this.#ops, this.#sizeBytes, 0]
    for (const [, count, bodyBytes] of sizes) {
      ops += count
      sizeBytes += bodyBytes
      if (rows > 0 && (ops > this.limitOps || sizeBytes > MAX_BATCH_BYTES)) break
      rows += 1
    }
    return rows
  }

  #fits(count: number, bodyBytes: number): boolean {
    const isTooMuch = this.#ops + count > this.limitOps || this.#sizeBytes + bodyBytes > MAX_BATCH_BYTES
    this.isFull = this.packs.length > 0 && isTooMuch
    if (this.isFull) return false
    this.#ops += count
    this.#sizeBytes += bodyBytes
    return true
  }
}
