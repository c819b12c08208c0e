/** Seals what may not lie on a disk as plain text. */
export interface Sealer {
  /** Undefined while nothing here can seal: then it is kept in memory only. */
  seal(text: string): Uint8Array | undefined
  /** Undefined for what cannot be opened here, or not now. */
  unseal(sealed: Uint8Array): string | undefined
}
