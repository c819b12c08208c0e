import type { KeyringData } from './keyringData'

/** Where a home keeps its keyring: a file, a row in the browser's database. */
export interface KeyringStore {
  /** What was written last; what cannot be understood is set aside, and an empty keyring is the answer. */
  read(): Promise<KeyringData>
  /** Replaces the whole. Durable when it resolves; rejects with AppError and then nothing has changed. */
  write(data: KeyringData): Promise<void>
}
