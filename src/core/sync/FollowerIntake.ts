import { AppError } from '../AppError'
import type { Pack } from '../persistence/Pack'
import type { PackBatch } from '../persistence/PersistenceLayer'
import type { OpenSpace } from '../space/OpenSpace'
import { putBack, type RestorePoint } from './RestorePoints'
import { SafetyFuse, type FuseFinding } from './SafetyFuse'

export type FuseAnswer = 'take' | 'keep'

/**
 * Takes what a layer delivers into the journal, in the layer's order. A batch that would take too much away waits, and
 * all that follow it, until a person has decided; then there is a restore point.
 */
export class FollowerIntake {
  readonly #fuse: SafetyFuse
  #tail: Promise<unknown> = Promise.resolve()
  #decide: { resolve: (answer: FuseAnswer) => void; reject: (error: AppError) => void } | undefined
  #underWay = 0
  #isClosed = false
  finding: FuseFinding | undefined

  constructor(
    readonly open: OpenSpace,
    readonly layerId: string,
    readonly onChange: () => void,
  ) {
    this.#fuse = new SafetyFuse(open)
  }

  /** Resolves when it is durable in the journal. `onTaken` comes before that, so that nothing goes back where it came from. */
  async take({ packs }: Pick<PackBatch, 'packs'>, onTaken: (packs: readonly Pack[]) => void): Promise<void> {
    const admitted = this.#tail.then(() => this.#admit(packs, onTaken))
    this.#tail = admitted.catch(() => undefined)
    this.#underWay += 1
    try {
      const after = await admitted
      await this.open.flush()
      await after?.()
    } finally {
      this.#underWay -= 1
    }
  }

  /** Nothing is on its way into the journal. */
  get isIdle(): boolean {
    return this.#underWay === 0
  }

  /** Nothing is on its way in any more: the fuse counts anew. */
  rest(): void {
    this.#fuse.rest()
  }

  answer(answer: FuseAnswer): void {
    this.#decide?.resolve(answer)
  }

  close(): void {
    this.#isClosed = true
    this.#decide?.reject(new AppError({ code: 'closed' }))
  }

  /** Returns what is left to do once it is durable. */
  async #admit(
    packs: readonly Pack[],
    onTaken: (packs: readonly Pack[]) => void,
  ): Promise<(() => Promise<void>) | undefined> {
    const { journal } = this.open
    // What is not here yet cannot be taken away, also where the history that comes trashes much of itself.
    if (journal.summary().head === 0) this.#fuse.allow()
    const finding = journal.mode === 'one-way' ? await this.#fuse.examine(packs) : undefined
    let after: (() => Promise<void>) | undefined
    if (finding) after = await this.#ask(finding)
    onTaken(packs)
    this.open.append(packs, this.layerId)
    return after
  }

  async #ask(finding: FuseFinding): Promise<(() => Promise<void>) | undefined> {
    if (this.#isClosed) throw new AppError({ code: 'closed' })
    this.finding = finding
    this.onChange()
    let answer: FuseAnswer
    try {
      answer = await new Promise<FuseAnswer>((resolve, reject) => {
        this.#decide = { resolve, reject }
      })
    } finally {
      this.#decide = undefined
      this.finding = undefined
    }
    this.#fuse.allow()
    this.onChange()
    const point = await this.open.restorePoints.add(this.layerId, finding)
    return answer === 'keep' ? () => this.#putBack(point) : undefined
  }

  /** The others' changes stay in the history; new ones of our own bring the documents back, everywhere. */
  async #putBack(point: RestorePoint): Promise<void> {
    putBack(await this.open.space(), point)
    await this.open.flush()
  }
}
