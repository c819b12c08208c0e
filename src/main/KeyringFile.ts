import { EMPTY_KEYRING, keyringData, type KeyringData } from '../home/keyringData'
import type { KeyringStore } from '../home/KeyringStore'
import { diskError } from '../layers/backup/diskError'
import { JsonFile, type JsonFileTrouble } from './JsonFile'
import { writeFileAtomically } from './writeFileAtomically'

/** The keyring of the desktop: `keyring.json` in the data folder. */
export class KeyringFile implements KeyringStore {
  readonly #reading: JsonFile<KeyringData>

  constructor(
    readonly file: string,
    onTrouble: (trouble: JsonFileTrouble) => void,
  ) {
    this.#reading = new JsonFile(file, keyringData, EMPTY_KEYRING, onTrouble)
  }

  read(): Promise<KeyringData> {
    return this.#reading.read()
  }

  async write(data: KeyringData): Promise<void> {
    try {
      await writeFileAtomically(this.file, `${JSON.stringify(data, null, 2)}\n`)
    } catch (error) {
      throw diskError(error, this.file)
    }
  }
}
