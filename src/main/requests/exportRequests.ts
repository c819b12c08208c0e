import type { RequestHandlers } from '../../home/requests/answerRequest'
import type { GroveWindow } from '../GroveWindow'
import type { Exporter } from '../vault/Exporter'

type Names = 'export.choose' | 'export.run' | 'export.cancel' | 'export.show'

/** Exporting into a folder, step by step. */
export function exportRequests(exporter: Exporter): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'export.choose': (_question, window) => exporter.choose(window),
    'export.run': ({ exportId, spaceId, entryId }, window) => exporter.run(window, exportId, spaceId, entryId),
    'export.cancel': ({ exportId }) => {
      exporter.cancel(exportId)
      return null
    },
    'export.show': ({ exportId }, window) => {
      exporter.show(window, exportId)
      return null
    },
  }
}
