import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type Names =
  | 'sync.state'
  | 'sync.connect'
  | 'sync.disconnect'
  | 'sync.now'
  | 'sync.verify'
  | 'sync.pause'
  | 'sync.retryQuarantined'
  | 'sync.answerFuse'
  | 'sync.document'

/** What follows the journals of the spaces, and what a person may do about it. */
export function syncRequests({ keyring, connecting, desk }: GroveHome): Pick<RequestHandlers<unknown>, Names> {
  return {
    'sync.state': () => desk.summaries.current,
    'sync.connect': async ({ spaceId, url, encrypted }) => {
      await connecting.connect(spaceId, url, encrypted)
      return null
    },
    'sync.disconnect': async ({ spaceId, layerId }) => {
      await connecting.disconnect(spaceId, layerId)
      return null
    },
    'sync.now': async ({ spaceId, layerId }) => {
      await desk.syncNow(spaceId, layerId)
      return null
    },
    'sync.verify': async ({ spaceId, layerId }) => (await desk.run(spaceId, layerId)).verify(),
    'sync.pause': async ({ spaceId, layerId, isPaused }) => {
      await keyring.pauseLayer(spaceId, layerId, isPaused)
      return null
    },
    'sync.retryQuarantined': async ({ spaceId, layerId }) => {
      await (await desk.run(spaceId, layerId)).follower.retryQuarantined()
      return null
    },
    'sync.answerFuse': async ({ spaceId, layerId, answer }) => {
      const { follower } = await desk.run(spaceId, layerId)
      follower.answerFuse(answer)
      return null
    },
    'sync.document': ({ spaceId, treeId }) => desk.placesOf(spaceId, treeId),
  }
}
