import { safeStorage } from 'electron'
import type { SecretSealer } from '../layers/sqlite/SecretTable'

/** Seals secrets with the key store of the operating system; without one it seals nothing, never weakly. */
export class SecretSafe implements SecretSealer {
  /** `basic_text` is Chromium's stand-in on Linux without a key store: a key that everybody knows. */
  get isAvailable(): boolean {
    if (!safeStorage.isEncryptionAvailable()) return false
    return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
  }

  seal(text: string): Uint8Array | undefined {
    return this.isAvailable ? new Uint8Array(safeStorage.encryptString(text)) : undefined
  }

  unseal(sealed: Uint8Array): string | undefined {
    if (!this.isAvailable) return undefined
    try {
      return safeStorage.decryptString(Buffer.from(sealed))
    } catch {
      return undefined
    }
  }
}
