import { AppError } from '../../core/AppError'
import type { RequestHandlers } from '../../home/requests/answerRequest'
import type { DataFolders } from '../dataFolder/DataFolders'
import type { GroveWindow } from '../GroveWindow'

type Names =
  'dataFolder.state' | 'dataFolder.choose' | 'dataFolder.use' | 'dataFolder.removeOld' | 'start.look' | 'start.choose'

/** Where the data lies. */
export function dataFolderRequests(folders: DataFolders): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'dataFolder.state': () => folders.state(),
    'dataFolder.choose': (_question, window) => folders.choose(window),
    'dataFolder.use': async () => {
      await folders.use()
      return null
    },
    'dataFolder.removeOld': ({ folder }) => folders.removeOld(folder),
    'start.look': hasStarted,
    'start.choose': hasStarted,
  }
}

function hasStarted(): never {
  throw new AppError({ code: 'bad-request', reason: 'Grove has started' })
}
