import type { Sealer } from '../../core/keys/Sealer'

/** Stands for the key store of an operating system: two of different names cannot open each other's. */
export class FakeKeyStore implements Sealer {
  constructor(readonly name = 'login') {}

  seal(text: string): Uint8Array {
    return new TextEncoder().encode(`${this.name}:${[...text].reverse().join('')}`)
  }

  unseal(sealed: Uint8Array): string | undefined {
    const [name, text = ''] = new TextDecoder().decode(sealed).split(/:(.*)/su)
    return name === this.name ? [...text].reverse().join('') : undefined
  }
}
