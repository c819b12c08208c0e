import { installCommand } from './installCommand'

/** Something this machine lacks: a sentence that says what and what for, and the Debian packages that bring it. */
export interface Need {
  readonly what: string
  readonly packages: readonly string[]
}

/** This machine lacks something. The message is complete: everything that is missing, and the one command that helps. */
export class MissingPart extends Error {
  override readonly name = 'MissingPart'

  /** @param remedy the one command that brings all of it */
  constructor(whats: readonly string[], remedy: string) {
    super(`${whats.join('\n')}\nOne command helps:\n  ${remedy}`)
  }

  /** Throws when there are needs, all in one: nobody should learn of the next only after mending the first. */
  static throwIfAny(needs: readonly Need[]): void {
    if (needs.length === 0) return
    throw new MissingPart(
      needs.map((need) => need.what),
      installCommand(needs.flatMap((need) => need.packages)),
    )
  }
}
