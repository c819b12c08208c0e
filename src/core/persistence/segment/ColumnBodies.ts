import { rowKinds, type BodyRow } from './BodyRow'
import { ByteReader } from './ByteReader'
import { ByteWriter } from './ByteWriter'
import { readColumn, readSignedColumn, readSlices } from './columns'
import type { Entry } from './Dictionary'
import { writeBody } from './writeBody'

/** The bodies of a segment, as columns over all their rows; they are written anew, one by one. */
export class ColumnBodies {
  readonly #kinds: Float64Array
  readonly #targets: Float64Array
  /** By row: of a move the parent's name plus one, 0 for none; of others the key's name. */
  readonly #seconds: Float64Array
  readonly #values: (number | Entry | undefined)[]
  readonly #names: readonly Entry[]
  /** By pack, one more at the end: its first row. */
  readonly #firstRows: Uint32Array
  /** By pack: the body itself, where it was kept as it is. */
  readonly #rawByPack = new Map<number, Uint8Array>()
  readonly #writer = new ByteWriter()

  /** `counts`: rows of each pack. */
  constructor(bytes: Uint8Array, counts: Float64Array) {
    const reader = new ByteReader(bytes)
    const sizes = readColumn(reader)
    this.#kinds = readColumn(reader)
    this.#names = readSlices(reader).map((slice) => ({ bytes: slice }))
    this.#targets = readColumn(reader)
    this.#seconds = this.#readSeconds(reader)
    this.#values = this.#readValues(reader)
    this.#firstRows = new Uint32Array(counts.length + 1)
    for (const [index, size] of sizes.entries()) {
      const isRaw = size > 0
      if (isRaw) this.#rawByPack.set(index, reader.bytes(size - 1))
      this.#firstRows[index + 1] = this.#firstRows[index]! + (isRaw ? 0 : counts[index]!)
    }
  }

  body(index: number): Uint8Array {
    const raw = this.#rawByPack.get(index)
    if (raw) return new Uint8Array(raw)
    writeBody(this.#writer, this.#rows(index))
    return this.#writer.take()
  }

  #rows(index: number): BodyRow[] {
    const rows: BodyRow[] = []
    for (let row = this.#firstRows[index]!; row < this.#firstRows[index + 1]!; row++) {
      const kind = this.#kinds[row]!
      const second = this.#seconds[row]! - (kind === rowKinds.move ? 1 : 0)
      rows.push({
        kind,
        target: this.#names[this.#targets[row]!]!,
        second: second < 0 ? null : this.#names[second]!,
        value: this.#values[row],
      })
    }
    return rows
  }

  #readSeconds(reader: ByteReader): Float64Array {
    const parents = readColumn(reader)
    const keys = readColumn(reader)
    const seconds = new Float64Array(this.#kinds.length)
    let [move, other] = [0, 0]
    for (const [row, kind] of this.#kinds.entries()) {
      seconds[row] = kind === rowKinds.move ? parents[move++]! : keys[other++]!
    }
    return seconds
  }

  #readValues(reader: ByteReader): (number | Entry | undefined)[] {
    const isWhole = readColumn(reader)
    const wholes = readSignedColumn(reader)
    const kept = readSlices(reader).map((slice) => ({ bytes: slice }))
    const keptIndexes = readColumn(reader)
    const updates = readSlices(reader)
    let [set, whole, other, update] = [0, 0, 0, 0]
    return Array.from(this.#kinds, (kind) => {
      if (kind === rowKinds.text) return { bytes: updates[update++]! }
      if (kind !== rowKinds.set) return undefined
      return isWhole[set++] === 1 ? wholes[whole++]! : kept[keptIndexes[other++]!]
    })
  }
}
