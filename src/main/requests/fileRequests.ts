import { shell } from 'electron'
import { AppError } from '../../core/AppError'
import type { GroveWindow } from '../GroveWindow'
import { mimeTypeOf } from '../../apps/page/markdown/fileKind'
import type { StoredFiles } from '../StoredFiles'
import type { SyncDesk } from '../../home/SyncDesk'
import type { RequestHandlers } from '../../home/requests/answerRequest'

const MAX_FILE_BYTES = 200 * 1024 * 1024

/** Files that are pasted, dropped and opened. */
export function fileRequests(
  files: StoredFiles,
  desk: SyncDesk,
): Pick<RequestHandlers<GroveWindow>, 'files.add' | 'files.open'> {
  return {
    'files.add': async ({ spaceId, name, bytes }) => {
      if (bytes.byteLength > MAX_FILE_BYTES) {
        throw new AppError({ code: 'too-large', what: name, sizeBytes: bytes.byteLength, limitBytes: MAX_FILE_BYTES })
      }
      const stored = await files.add(spaceId, bytes)
      desk.fileAdded(spaceId, stored.hash)
      return { ...stored, mimeType: mimeTypeOf(name) }
    },
    'files.open': async ({ spaceId, hash, name }) => {
      const copy = await files.copyToOpen(spaceId, hash, name)
      if (!copy.isSafe) {
        shell.showItemInFolder(copy.path)
        return null
      }
      const problem = await shell.openPath(copy.path)
      if (problem !== '') throw new AppError({ code: 'bad-file', path: name, reason: problem })
      return null
    },
  }
}
