import { safeStorage } from 'electron'
import type { Sealer } from '../core/keys/Sealer'

/** Not every Electron on Linux names it. */
type NamedStorage = { getSelectedStorageBackend?: () => string }

/** `gnome_libsecret`, `kwallet5`, `basic_text`, ...; `system` where there is only one, `none` where there is none. */
export function keyStoreName(): string {
  if (!safeStorage.isEncryptionAvailable()) return 'none'
  if (process.platform !== 'linux') return 'system'
  return (safeStorage as NamedStorage).getSelectedStorageBackend?.() ?? 'system'
}

/** Seals with the key store of the operating system. */
export class SystemKeyStore implements Sealer {
  private constructor() {}

  /** Null where the system offers none. `basic_text` is Chromium's stand-in on Linux: a key that everybody knows. */
  static find(): SystemKeyStore | null {
    if (!safeStorage.isEncryptionAvailable()) return null
    return keyStoreName() === 'basic_text' ? null : new SystemKeyStore()
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
