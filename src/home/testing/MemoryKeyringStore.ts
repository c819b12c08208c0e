import { AppError, type ErrorDetail } from '../../core/AppError'
import { EMPTY_KEYRING, type KeyringData } from '../keyringData'
import type { KeyringStore } from '../KeyringStore'

/** A keyring store that tests can look into and break. */
export class MemoryKeyringStore implements KeyringStore {
  data: KeyringData = EMPTY_KEYRING
  failure: ErrorDetail | null = null

  read(): Promise<KeyringData> {
    return Promise.resolve(structuredClone(this.data))
  }

  write(data: KeyringData): Promise<void> {
    if (this.failure) return Promise.reject(new AppError(this.failure))
    this.data = structuredClone(data)
    return Promise.resolve()
  }

  get text(): string {
    return JSON.stringify(this.data)
  }
}
