import { decodeBase64Url, encodeBase64Url } from '../core/keys/base64url'
import type { Sealer } from '../core/keys/Sealer'

/**
 * Named texts that are written down only sealed. One that cannot be sealed now is kept in memory and sealed when it can be;
 * one that cannot be opened now is kept as it is, until it can be or another takes its place.
 */
export class SealedValues {
  readonly #sealedByName: Map<string, string>
  readonly #textByName: Map<string, string>

  constructor(
    readonly sealer: Sealer,
    /** Base64url, by name. */
    sealed: Readonly<Record<string, string>>,
    known: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#sealedByName = new Map(Object.entries(sealed))
    this.#textByName = new Map(known)
    for (const [name, text] of this.#sealedByName) {
      const bytes = decodeBase64Url(text)
      const opened = this.#textByName.has(name) || !bytes ? undefined : sealer.unseal(bytes)
      if (opened !== undefined) this.#textByName.set(name, opened)
    }
    for (const [name, text] of this.#textByName) {
      const bytes = this.#sealedByName.has(name) ? undefined : sealer.seal(text)
      if (bytes) this.#sealedByName.set(name, encodeBase64Url(bytes))
    }
  }

  get(name: string): string | undefined {
    return this.#textByName.get(name)
  }

  /** What may be written down. */
  get sealed(): Record<string, string> {
    return Object.fromEntries(this.#sealedByName)
  }

  /** The same with some values changed or, for null, gone; what could not be sealed or opened before is tried again. */
  with(changes: Readonly<Record<string, string | null>>): SealedValues {
    const sealed = new Map(this.#sealedByName)
    const known = new Map(this.#textByName)
    for (const [name, text] of Object.entries(changes)) {
      sealed.delete(name)
      known.delete(name)
      if (text !== null) known.set(name, text)
    }
    return new SealedValues(this.sealer, Object.fromEntries(sealed), known)
  }
}
