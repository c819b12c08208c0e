/** Seals what may not lie on a machine's disk as plain text: with its key store, or with a passphrase. */
export interface Sealer {
  /** Undefined while nothing here can seal: then it is kept in memory only, and that is said. */
  seal(text: string): Uint8Array | undefined
  /** Undefined for what cannot be opened here (another machine, a key store that was reset), or not now. */
  unseal(sealed: Uint8Array): string | undefined
}
