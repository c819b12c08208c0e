import { shell } from 'electron'
import { AppError } from '../../core/AppError'
import type { GroveWindow } from '../GroveWindow'
import { mimeTypeOf } from '../../apps/page/markdown/fileKind'
import type { StoredFiles } from '../StoredFiles'
import type { RequestHandlers } from './answerRequest'

const MAX_FILE_BYTES = 200 * 1024 * 1024

/** Files that are pasted, dropped and opened. */
export function fileRequests(files: StoredFiles): Pick<RequestHandlers<GroveWindow>, 'files.add' | 'files.open'> {
  return {
    'files.add': async ({ spaceId, name, bytes }) => {
      if (bytes.byteLength > MAX_FILE_BYTES) {
        throw new AppError({ code: 'too-large', what: name, sizeBytes: bytes.byteLength, limitBytes: MAX_FILE_BYTES })
      }
      return { ...(await files.add(spaceId, bytes)), mimeType: mimeTypeOf(name) }
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
