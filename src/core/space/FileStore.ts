/** Where the bytes of a space's files lie, found by what they are: `hash` is their SHA-256 as 64 hex digits. */
export interface FileStore {
  /** Keeps the bytes; those that are there already are not written again. Durable when it resolves. */
  put(bytes: Uint8Array): Promise<{ readonly hash: string; readonly sizeBytes: number }>
  /** Rejects with `bad-file` when it is not here, and with `damaged` when the bytes are not what the hash says. */
  get(hash: string): Promise<Uint8Array>
  has(hash: string): Promise<boolean>
  /** Every hash kept here. */
  list(): Promise<readonly string[]>
}
