import { safeStorage } from 'electron'
import type { Sealer } from '../core/keys/Sealer'

/** Seals with the key store of the operating system. */
export class SystemKeyStore implements Sealer {
  private constructor() {}

  /** Null where the system offers none. `basic_text` is Chromium's stand-in on Linux: a key that everybody knows. */
  static find(): SystemKeyStore | null {
    if (!safeStorage.isEncryptionAvailable()) return null
    const isPretence = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text'
    return isPretence ? null : new SystemKeyStore()
  }

  seal(text: string): Uint8Array {
    return new Uint8Array(safeStorage.encryptString(text))
  }

  unseal(sealed: Uint8Array): string | undefined {
    try {
      return safeStorage.decryptString(Buffer.from(sealed))
    } catch {
      return undefined
    }
  }
}
