import type { BackupLook, SpaceSummary } from '../../../bridge/contract'
import { Attempt } from '../../state/Attempt.svelte'
import type { BridgeClient } from '../../state/BridgeClient'

/** From a folder with a backup to a space on this machine. */
export class RestoreFlow {
  look = $state.raw<BackupLook>()
  /** Of the recovery kit, where the key of the space is not here. */
  words = $state('')
  readonly choosing = new Attempt()
  readonly restoring = new Attempt()
  readonly canRestore = $derived(this.look !== undefined && (!this.look.needsWords || this.words.trim() !== ''))

  constructor(readonly bridge: BridgeClient) {}

  /** Asks for a folder. False when the person closed the dialog of the system and had chosen none before. */
  async choose(): Promise<boolean> {
    const look = await this.choosing.run(() => this.bridge.request('backup.choose', undefined))
    if (look) {
      this.look = look
      this.words = ''
      this.restoring.forget()
    }
    return this.look !== undefined || this.choosing.sentence !== undefined
  }

  async restore(): Promise<SpaceSummary | undefined> {
    const { look, words } = this
    if (!look) return undefined
    const question = { folder: look.folder, ...(look.needsWords ? { words } : {}) }
    return this.restoring.run(() => this.bridge.request('backup.restore', question))
  }
}
