/** Of `starting.json`: starts of one version, one after the other, that no usable window came of. */
export interface StartRecord {
  readonly version: string
  readonly failed: number
}

/** One or two failures are a power cut or an impatient click; a third is a reason to ask. */
const OFFER_AFTER = 3

/** Counts starts that came to nothing. A new version begins anew: it may be what mends it. */
export class FailedStarts {
  readonly #failed: number

  constructor(
    readonly version: string,
    /** What the last start left behind; undefined when a window was usable, or when there was none. */
    left: StartRecord | undefined,
  ) {
    this.#failed = left?.version === version ? left.failed : 0
  }

  get shouldOffer(): boolean {
    return this.#failed >= OFFER_AFTER
  }

  /** To be left behind until a window is usable: from now on this start counts as failed. */
  get record(): StartRecord {
    return { version: this.version, failed: this.#failed + 1 }
  }
}
