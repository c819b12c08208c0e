import { webcrypto } from 'node:crypto'
import { noblePrimitives } from '../../core/keys/noblePrimitives'
import { packLabels } from '../../core/keys/packLabels'
import type { PutLabel, SealingKeys, SealingPrimitives } from '../../core/keys/SealingPrimitives'
import { SodiumSealing } from './SodiumSealing'

const PRACTICE_PACKS = 128
const PRACTICE_BYTES = 64

/** libsodium as WebAssembly, four times faster than the core's own primitives; until it is loaded, those. */
export class SodiumPrimitives implements SealingPrimitives {
  #primitives = noblePrimitives
  #loading: Promise<void> | undefined

  /** Once, and never rejects: where WebAssembly cannot be had everything works as well, only slower. */
  load(): Promise<void> {
    this.#loading ??= loaded().then(
      (primitives) => {
        this.#primitives = primitives
      },
      () => undefined,
    )
    return this.#loading
  }

  sealAll(keys: SealingKeys, contents: readonly Uint8Array[], putLabel: PutLabel): Uint8Array[] {
    return this.#primitives.sealAll(keys, contents, putLabel)
  }

  sealWithNonce(keys: SealingKeys, nonce: Uint8Array, label: Uint8Array, content: Uint8Array): Uint8Array {
    return this.#primitives.sealWithNonce(keys, nonce, label, content)
  }

  openAll(keys: SealingKeys, sealed: readonly Uint8Array[], putLabel: PutLabel): (Uint8Array | undefined)[] {
    return this.#primitives.openAll(keys, sealed, putLabel)
  }
}

async function loaded(): Promise<SealingPrimitives> {
  // It looks for this while it loads, and the Node of older Electrons has it only in a module.
  if (!('crypto' in globalThis)) Object.assign(globalThis, { crypto: webcrypto })
  const { default: load } = await import('libsodium-sumo')
  const sealing = new SodiumSealing(await load())
  practise(sealing)
  return sealing
}

/**
 * Whoever loads it is about to connect, and has nothing to do meanwhile. The first thousand packs take ten times as long as the
 * next thousand, most of it before the compilers have seen the first hundred.
 */
function practise(sealing: SealingPrimitives): void {
  const keys = { cipherKey: new Uint8Array(32), nonceKey: new Uint8Array(32) }
  const packs = Array.from({ length: PRACTICE_PACKS }, (_, counter) => ({ treeId: '', peerId: '', counter, count: 1 }))
  const putLabel = packLabels('practice'.repeat(8), packs)
  const contents = packs.map(() => new Uint8Array(PRACTICE_BYTES))
  sealing.openAll(keys, sealing.sealAll(keys, contents, putLabel), putLabel)
}
