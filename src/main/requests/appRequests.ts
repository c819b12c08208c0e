import { app, shell } from 'electron'
import type { GroveWindow } from '../GroveWindow'
import type { Settings } from '../../home/Settings'
import type { DataFolder } from '../../layers/runtime/DataFolder'
import { AppError } from '../../core/AppError'
import { systemUserName } from '../systemUserName'
import type { RequestHandlers } from '../../home/requests/answerRequest'

type Names = 'app.info' | 'settings.get' | 'settings.set' | 'shell.openExternal' | 'folder.show' | 'app.restart'

/** About the app itself and what the system does for it. */
export function appRequests(
  settings: Settings,
  folder: DataFolder,
  restart: () => Promise<unknown>,
): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'app.info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
      dataFolder: folder.root,
      home: 'desktop',
      systemUserName: systemUserName(),
    }),
    'settings.get': () => settings.value.current,
    'settings.set': (changes) => settings.change(changes),
    'shell.openExternal': async ({ url }) => {
      await shell.openExternal(url)
      return null
    },
    'app.restart': async () => {
      await restart()
      return null
    },
    'folder.show': async () => {
      const problem = await shell.openPath(folder.root)
      if (problem !== '') throw new AppError({ code: 'bad-file', path: folder.root, reason: problem })
      return null
    },
  }
}
