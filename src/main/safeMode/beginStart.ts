import { app, dialog, shell } from 'electron'
import type { Environment } from '../../core/environment'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { copyInProcess } from '../updates/copyInProcess'
import { DataCopies } from '../updates/DataCopies'
import { offerSafeMode, type StartMode } from './offerSafeMode'
import { putBack } from './putBack'
import { StartMarker } from './StartMarker'

export interface Start {
  readonly mode: StartMode
  readonly marker: StartMarker
}

/** Counts this start, and asks how to go on when the last ones failed. The data folder is ours, and nothing is open. */
export async function beginStart(folder: DataFolder, environment: Environment, wantsSafeMode: boolean): Promise<Start> {
  const marker = await StartMarker.begin(folder.starting, app.getVersion())
  if (wantsSafeMode) return { mode: 'safe', marker }
  if (!marker.starts.shouldOffer) return { mode: 'normal', marker }
  const copies = new DataCopies({ folder, copyDatabase: copyInProcess, now: environment.now })
  const [copy] = await copies.list()
  const mode = await offerSafeMode({
    copy,
    ask: async ({ message, detail, buttons, cancelId = buttons.length - 1 }) => {
      const options = { message, detail, buttons: [...buttons], defaultId: 0, cancelId, noLink: true }
      return (await dialog.showMessageBox({ type: 'warning', ...options })).response
    },
    putBack: (chosen) => putBack(folder, chosen, environment.now()),
    showFolder: async () => {
      await shell.openPath(folder.root)
    },
  })
  return { mode, marker }
}
