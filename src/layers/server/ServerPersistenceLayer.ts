import { AppError, type ErrorDetail } from '../../core/AppError'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import type { RangeAnswer } from '../../core/persistence/compareRanges'
import { packKey, type Pack, type PackId } from '../../core/persistence/Pack'
import type {
  Deliver,
  LayerStatus,
  LogPage,
  LogSummary,
  PersistenceLayer,
  Position,
  RefusedPack,
} from '../../core/persistence/PersistenceLayer'
import { Writable, type Readable } from '../../core/Readable'
import type { SecretRecord } from '../../core/space/Secrets'
import type { Role } from '../../core/sync/Gate'
import type { PresenceChannel } from '../../core/sync/PresenceChannel'
import type { RemotePersistenceLayer } from '../../core/sync/RemotePersistenceLayer'
import type { TreeId } from '../../core/tree/ops'

/** As many packs that do not open are told apart; a server that sends more fills no memory. */
const MAX_UNOPENED = 1000
/** Of a secret's value on the wire. */
const MAX_SECRET_LENGTH = 1_000_000

/**
 * A space on a sync server: whatever goes down is sealed, whatever comes up is opened. What does not open is left out,
 * counted and shown; the rest goes on. `remote` must know the cipher's `keyId`, so that a wrong key is refused at the door.
 */
export class ServerPersistenceLayer implements PersistenceLayer {
  readonly id: string
  readonly mode = 'two-way'
  readonly paceMs = 0
  readonly presence: PresenceChannel
  readonly #remote: RemotePersistenceLayer
  readonly #cipher: SpaceCipher
  readonly #status: Writable<LayerStatus>
  readonly #unopened = new Set<string>()
  #refused: RefusedPack[] = []
  #lostSecret: ErrorDetail | null = null

  constructor(remote: RemotePersistenceLayer, cipher: SpaceCipher) {
    this.id = remote.id
    this.#remote = remote
    this.#cipher = cipher
    this.#status = new Writable(remote.status.current)
    remote.status.subscribe(() => this.#tell())
    this.presence = {
      sendPresence: ({ who, state }) =>
        remote.presence.sendPresence({ who, state: state && cipher.sealPresence(state) }),
      onPresence: (listener) =>
        remote.presence.onPresence(({ who, state }) => {
          const opened = state && cipher.openPresence(state)
          if (opened !== undefined) listener({ who, state: opened })
        }),
    }
  }

  get status(): Readable<LayerStatus> {
    return this.#status
  }

  /** What this device may do there; null until it was let in. */
  get role(): Role | null {
    return this.#remote.role
  }

  open(deliver: Deliver): Promise<LogSummary> {
    return this.#remote.open((batch) =>
      deliver({ ...batch, packs: this.#openPacks(batch.packs), secrets: this.#openSecrets(batch.secrets) }),
    )
  }

  follow(after: Position, takesEarly = false): void {
    this.#remote.follow(after, takesEarly)
  }

  summary(): LogSummary {
    return this.#remote.summary()
  }

  async *loadTree(treeId: TreeId, after: Position = 0): AsyncIterable<readonly Pack[]> {
    for await (const packs of this.#remote.loadTree(treeId, after)) yield this.#openPacks(packs)
  }

  pendingOf(treeId: TreeId): readonly Pack[] {
    return this.#openPacks(this.#remote.pendingOf(treeId))
  }

  async readSince(position: Position, limitOps: number): Promise<LogPage> {
    const page = await this.#remote.readSince(position, limitOps)
    return { ...page, packs: this.#openPacks(page.packs) }
  }

  /** Of what the server holds, whether it opens or not. */
  compare(prefix: string): Promise<RangeAnswer> {
    return this.#remote.compare(prefix)
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    return this.#openPacks(await this.#remote.fetch(ids))
  }

  append(packs: readonly Pack[]): void {
    const sealed = this.#sealed(packs)
    if (sealed.length > 0) this.#remote.append(sealed)
    if (sealed.length < packs.length) this.#tell()
  }

  flush(): Promise<Position> {
    return this.#remote.flush()
  }

  takeRefused(): readonly RefusedPack[] {
    const refused = [...this.#refused, ...this.#remote.takeRefused()]
    this.#refused = []
    this.#tell()
    return refused
  }

  async loadSecrets(): Promise<readonly SecretRecord[]> {
    return this.#openSecrets(await this.#remote.loadSecrets())
  }

  saveSecrets(records: readonly SecretRecord[]): void {
    const sealed = records.map((record) => this.#cipher.sealSecret(record))
    const [fitting, tooLong] = [sealed.filter(isShort), sealed.find((record) => !isShort(record))]
    this.#remote.saveSecrets(fitting)
    if (!tooLong?.value) return
    const sizes = { sizeBytes: tooLong.value.length, limitBytes: MAX_SECRET_LENGTH }
    this.#lostSecret = { code: 'too-large', what: 'A secret of this space', ...sizes }
    this.#tell()
  }

  close(): Promise<void> {
    return this.#remote.close()
  }

  #sealed(packs: readonly Pack[]): readonly Pack[] {
    try {
      return this.#cipher.sealPacks(packs)
    } catch (error) {
      if (packs.length > 1) return packs.flatMap((pack) => this.#sealed([pack]))
      for (const { treeId, peerId, counter } of packs) {
        this.#refused.push({ treeId, peerId, counter, detail: AppError.detailOf(error) })
      }
      return []
    }
  }

  #openPacks(packs: readonly Pack[]): Pack[] {
    const before = this.#unopened.size
    const opened = this.#cipher.openPacks(packs).filter((pack, index) => {
      if (!pack && this.#unopened.size < MAX_UNOPENED) this.#unopened.add(packKey(packs[index]!))
      return pack !== undefined
    })
    if (this.#unopened.size > before) this.#tell()
    return opened
  }

  #openSecrets(records: readonly SecretRecord[]): SecretRecord[] {
    return records.map((record) => this.#cipher.openSecret(record)).filter((record) => record !== undefined)
  }

  /** What the server says of itself comes first: it may explain the rest. */
  #tell(): void {
    const { lastError, ...remote } = this.#remote.status.current
    const own = this.#refused.at(-1)?.detail ?? this.#unopenedProblem ?? this.#lostSecret
    this.#status.set({ ...remote, lastError: lastError ?? own })
  }

  get #unopenedProblem(): ErrorDetail | null {
    const { size } = this.#unopened
    if (size === 0) return null
    const count = size < MAX_UNOPENED ? String(size) : `${size} or more`
    return {
      code: 'bad-op',
      reason: `${count} on the server ${size === 1 ? 'does' : 'do'} not open with the key of this space`,
    }
  }
}

function isShort({ value }: SecretRecord): boolean {
  return value === null || value.length <= MAX_SECRET_LENGTH
}
