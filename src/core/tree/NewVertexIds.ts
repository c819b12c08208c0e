import type { Environment } from '../environment'
import type { VertexId } from './ops'
import { asciiText } from './snapshot/asciiText'

const BYTES = 16
const DIGITS = 2 * BYTES
const MAX_BATCH = 256
const codeOfDigit = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0))

/**
 * Vertex ids nobody else has, 32 hex digits each. Made in batches that grow as long as ids are asked for: asking for
 * chance costs far more than the chance itself.
 */
export class NewVertexIds {
  #digits = ''
  #at = 0
  #batch = 1

  constructor(private readonly environment: Environment) {}

  next(): VertexId {
    if (this.#at === this.#digits.length) this.#draw()
    this.#at += DIGITS
    return this.#digits.slice(this.#at - DIGITS, this.#at)
  }

  #draw(): void {
    const bytes = this.environment.randomBytes(this.#batch * BYTES)
    this.#digits = asciiText(this.#batch * DIGITS, (codes) => {
      for (let i = 0; i < codes.length; i++) {
        const byte = bytes[i >> 1] ?? 0
        codes[i] = codeOfDigit[(i & 1) === 0 ? byte >> 4 : byte & 15] ?? 0
      }
    })
    this.#at = 0
    this.#batch = Math.min(this.#batch * 2, MAX_BATCH)
  }
}
