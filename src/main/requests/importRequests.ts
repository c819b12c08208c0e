import type { GroveWindow } from '../GroveWindow'
import type { Importer } from '../vault/Importer'
import type { RequestHandlers } from '../../home/requests/answerRequest'

type Names = 'import.choose' | 'import.run' | 'import.cancel' | 'import.undo'

/** Importing a folder, step by step. */
export function importRequests(importer: Importer): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'import.choose': (_question, window) => importer.choose(window),
    'import.run': ({ planId, spaceId }) => importer.run(planId, spaceId),
    'import.cancel': ({ planId }) => {
      importer.cancel(planId)
      return null
    },
    'import.undo': async ({ spaceId, importId }, window) => ({
      removed: await importer.undo(window, spaceId, importId),
    }),
  }
}
