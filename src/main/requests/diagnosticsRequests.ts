import type { RequestHandlers } from '../../home/requests/answerRequest'
import type { Diagnostics } from '../diagnostics/Diagnostics'
import type { GroveWindow } from '../GroveWindow'

type Names = 'diagnostics.collect' | 'diagnostics.cancel' | 'diagnostics.save' | 'diagnostics.showCrashes'

/** What helps to find out why something went wrong. */
export function diagnosticsRequests(diagnostics: Diagnostics): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'diagnostics.collect': (_question, window) => diagnostics.collect(window),
    'diagnostics.cancel': () => {
      diagnostics.cancel()
      return null
    },
    'diagnostics.save': (_question, window) => diagnostics.save(window),
    'diagnostics.showCrashes': async () => {
      await diagnostics.showCrashes()
      return null
    },
  }
}
