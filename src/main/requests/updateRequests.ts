import type { UpdatesSummary } from '../../bridge/contract'
import type { RequestHandlers } from '../../home/requests/answerRequest'
import type { GroveWindow } from '../GroveWindow'
import type { Updates } from '../updates/Updates'

type Names = 'updates.state' | 'updates.check' | 'updates.download' | 'updates.cancel' | 'updates.install'

/** The next version of Grove. */
export function updateRequests(updates: Updates): Pick<RequestHandlers<GroveWindow>, Names> {
  const { summary } = updates
  const after = async (work: Promise<void>): Promise<UpdatesSummary> => {
    await work
    return summary.current
  }
  return {
    'updates.state': () => summary.current,
    'updates.check': () => after(updates.check()),
    'updates.download': () => after(updates.download()),
    'updates.cancel': () => {
      updates.cancel()
      return summary.current
    },
    'updates.install': () => after(updates.install()),
  }
}
