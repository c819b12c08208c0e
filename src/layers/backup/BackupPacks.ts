import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import { checksum } from '../../core/persistence/hash'
import { MAX_BATCH_BYTES, packKey, type Pack } from '../../core/persistence/Pack'
import type { LogPage, Position } from '../../core/persistence/PersistenceLayer'
import type { BackupLog } from './BackupLog'
import type { LogIndex } from './LogIndex'

/** Reads packs of a log from the disk and opens them. What cannot be read is left out and told in a sentence's end. */
export class BackupPacks {
  constructor(
    readonly cipher: SpaceCipher,
    readonly onDamage: (what: string) => void,
  ) {}

  /** Without those that the log has already, or that are here twice. */
  unknownOf(sealed: readonly Pack[], index: LogIndex): Pack[] {
    const fresh = new Map<string, Pack>()
    for (const pack of sealed) {
      const sum = checksum(pack.body)
      // Another body under a known id is kept too, behind the one that stands.
      if (index.judge(pack, sum) !== 'known') fresh.set(`${packKey(pack)}+${pack.count}/${sum}`, pack)
    }
    return [...fresh.values()]
  }

  /** In the order of `positions`, as many at a time as stand together in a record. */
  async *at(log: BackupLog, positions: Iterable<Position>): AsyncGenerator<Pack[]> {
    let record = -1
    let sealedByKey = new Map<string, Pack>()
    let part: Pack[] = []
    for (const position of positions) {
      const header = log.content.index.at(position)
      if (header.record !== record) {
        if (part.length > 0) yield part
        part = []
        record = header.record
        sealedByKey = await this.#record(log, record)
      }
      const sealed = sealedByKey.get(`${packKey(header)}/${header.sum}`)
      const pack = sealed && this.#opened(sealed)
      if (pack) part.push(pack)
    }
    if (part.length > 0) yield part
  }

  async since(log: BackupLog, position: Position, limitOps: number): Promise<LogPage> {
    const { index } = log.content
    const { head } = index
    const positions: Position[] = []
    let ops = 0
    for (let next = position + 1; next <= head; next++) {
      ops += index.at(next).count
      if (positions.length > 0 && ops > limitOps) break
      positions.push(next)
    }
    const packs: Pack[] = []
    let sizeBytes = 0
    for await (const part of this.at(log, positions)) {
      packs.push(...part)
      sizeBytes += part.reduce((sum, pack) => sum + pack.body.byteLength, 0)
      if (sizeBytes > MAX_BATCH_BYTES) break
    }
    const last = packs.at(-1)
    const isCut = sizeBytes > MAX_BATCH_BYTES && last
    const through = isCut ? (index.find(last) ?? position) : (positions.at(-1) ?? position)
    return { packs, through, head }
  }

  async #record(log: BackupLog, record: number): Promise<Map<string, Pack>> {
    const place = log.content.places[record]
    const entry = place && (await log.read(place))
    if (!entry)
      this.onDamage(`the changes at byte ${place?.offset ?? 0} of ${place?.segment ?? 'its log'} are not readable`)
    return new Map(entry?.packs.map((pack) => [`${packKey(pack)}/${checksum(pack.body)}`, pack]))
  }

  #opened(sealed: Pack): Pack | undefined {
    const [opened] = this.cipher.openPacks([sealed])
    if (!opened) {
      this.onDamage(`the change ${packKey(sealed)} cannot be opened: bad-op`)
      return undefined
    }
    const { treeId, peerId, counter, count, body } = opened
    // A copy: what a record gives are views into the whole of it, which they would keep in memory.
    return { treeId, peerId, counter, count, body: Uint8Array.prototype.slice.call(body) }
  }
}
