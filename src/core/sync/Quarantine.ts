import { packKey, type PackId } from '../persistence/Pack'
import type { RefusedPack, SyncMemory } from '../persistence/PersistenceLayer'

/** The packs one layer will not take: remembered across restarts, shown, and offered again when a person asks for it. */
export class Quarantine {
  #refused: readonly RefusedPack[] = []

  constructor(
    readonly layerId: string,
    readonly memory: SyncMemory | undefined,
  ) {}

  get refused(): readonly RefusedPack[] {
    return this.#refused
  }

  async load(): Promise<void> {
    const note = await this.memory?.loadNote(this.#key)
    if (note !== undefined) this.#refused = JSON.parse(note) as RefusedPack[]
  }

  add(refused: readonly RefusedPack[]): void {
    if (refused.length > 0) this.#set([...without(this.#refused, refused), ...refused])
  }

  /** They were taken after all. */
  release(ids: readonly PackId[]): void {
    this.#set(without(this.#refused, ids))
  }

  get #key(): string {
    return `quarantine ${this.layerId}`
  }

  #set(refused: readonly RefusedPack[]): void {
    this.#refused = refused
    this.memory?.saveNote(this.#key, refused.length > 0 ? JSON.stringify(refused) : null)
  }
}

function without(refused: readonly RefusedPack[], ids: readonly PackId[]): RefusedPack[] {
  const keys = new Set(ids.map(packKey))
  return refused.filter((pack) => !keys.has(packKey(pack)))
}
