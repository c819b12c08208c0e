import * as v from 'valibot'
import { EMPTY_KEYRING, keyringData, type KeyringData } from '../../../home/keyringData'
import type { KeyringStore } from '../../../home/KeyringStore'
import type { HomeDatabase } from './HomeDatabase'

/** The keyring of the browser: one value in its database. */
export class BrowserKeyringStore implements KeyringStore {
  constructor(readonly database: HomeDatabase) {}

  async read(): Promise<KeyringData> {
    const found = await this.database.read('keyring')
    if (found === undefined) return EMPTY_KEYRING
    const checked = v.safeParse(keyringData, found)
    if (checked.success) return checked.output
    await this.database.write({ 'keyring-aside': found })
    return EMPTY_KEYRING
  }

  write(data: KeyringData): Promise<void> {
    return this.database.write({ keyring: data })
  }
}
