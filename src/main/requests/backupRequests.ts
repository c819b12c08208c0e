import type { RequestHandlers } from '../../home/requests/answerRequest'
import type { Backups } from '../backups/Backups'
import type { GroveWindow } from '../GroveWindow'

type Names = 'backup.add' | 'backup.choose' | 'backup.restore'

/** Backups in folders. */
export function backupRequests(backups: Backups): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'backup.add': ({ spaceId }, window) => backups.add(window, spaceId),
    'backup.choose': (_question, window) => backups.choose(window),
    'backup.restore': ({ folder, words }) => backups.restore(folder, words),
  }
}
