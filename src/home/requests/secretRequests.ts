import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type Names = 'secrets.list' | 'secrets.set'

/** What a space keeps outside its trees. */
export function secretRequests({ catalogue }: GroveHome): Pick<RequestHandlers<unknown>, Names> {
  return {
    'secrets.list': async ({ spaceId }) => {
      const { secrets } = await catalogue.hold(spaceId)
      return secrets
        .records()
        .flatMap(({ key, version, value }) => (value === null ? [] : [{ key, version, value }]))
        .sort((a, b) => (a.key < b.key ? -1 : 1))
    },
    'secrets.set': async ({ spaceId, key, value }) => {
      const open = await catalogue.hold(spaceId)
      open.secrets.set(key, value)
      await open.flush()
      return null
    },
  }
}
