import type { Pack } from '../persistence/Pack'
import type { Journal, PersistenceLayer, RefusedPack } from '../persistence/PersistenceLayer'
import { repair, type Repair } from './repair'

/** Whether a journal and a layer hold the same, by count and fingerprint, and what makes them so. */
export class Comparison {
  /** Fingerprints of both sides when they were last found different at rest. */
  #mended = ''

  constructor(
    readonly journal: Journal,
    readonly layer: PersistenceLayer,
    /** Brings in what the journal lacks. */
    readonly take: (packs: readonly Pack[]) => Promise<void>,
  ) {}

  get isEqual(): boolean {
    const [ours, theirs] = [this.journal.summary(), this.layer.summary()]
    return ours.opCount === theirs.opCount && ours.fingerprint === theirs.fingerprint
  }

  /** Id by id where they differ: each is given what it lacks, but for what the layer will never take. */
  repair(refused: readonly RefusedPack[]): Promise<Repair> {
    return repair(this.journal, this.layer, refused, this.take)
  }

  /** To be called at rest. Each pair of states is looked into once, to its end; false when there was nothing to look into. */
  async mend(): Promise<boolean> {
    if (this.isEqual) return false
    const pair = `${this.journal.summary().fingerprint} ${this.layer.summary().fingerprint}`
    if (pair === this.#mended) return false
    await this.repair([])
    // Not before: a connection that breaks meanwhile would leave them different until somebody writes.
    this.#mended = pair
    return true
  }
}
