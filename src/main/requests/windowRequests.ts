import type { GroveWindow } from '../GroveWindow'
import type { Windows } from '../Windows'
import type { RequestHandlers } from '../../home/requests/answerRequest'

type Names = 'window.open' | 'window.place' | 'window.title' | 'window.usable'

/** About the windows. */
export function windowRequests(windows: Windows, onUsable: () => void): Pick<RequestHandlers<GroveWindow>, Names> {
  return {
    'window.open': ({ spaceId, entryId }) => {
      windows.open({ spaceId: spaceId ?? null, entryId: entryId ?? null })
      return null
    },
    'window.place': (place, window) => {
      window.place = place
      windows.changed()
      return null
    },
    'window.usable': () => {
      onUsable()
      return null
    },
    'window.title': ({ title }, window) => {
      window.browserWindow.setTitle(title)
      return null
    },
  }
}
