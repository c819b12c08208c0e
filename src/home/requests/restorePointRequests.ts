import type { RestorePointSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { OpenSpace } from '../../core/space/OpenSpace'
import { putBack, RestorePoints, type RestorePoint } from '../../core/sync/RestorePoints'
import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type Names = 'restorePoints.list' | 'restorePoints.restore'

/** What was where before others took much away, and putting it back. */
export function restorePointRequests({ catalogue }: GroveHome): Pick<RequestHandlers<unknown>, Names> {
  return {
    'restorePoints.list': async ({ spaceId }) => (await pointsOf(await catalogue.hold(spaceId))).map(summaryOf),
    'restorePoints.restore': async ({ spaceId, pointId }) => {
      const open = await catalogue.hold(spaceId)
      const point = (await pointsOf(open)).find(({ id }) => id === pointId)
      if (!point) throw new AppError({ code: 'bad-request', reason: 'this restore point is not there any more' })
      const restored = putBack(await open.space(), point)
      await open.flush()
      return { restored }
    },
  }
}

async function pointsOf({ connection, environment }: OpenSpace): Promise<readonly RestorePoint[]> {
  return connection.memory ? new RestorePoints(connection.memory, environment).list() : []
}

function summaryOf({ id, madeAt, layerId, documents }: RestorePoint): RestorePointSummary {
  return { id, madeAt, place: layerId.replace(/^(server|backup):/, ''), documents }
}
