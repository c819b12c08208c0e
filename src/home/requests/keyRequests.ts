import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type Names = 'keys.state' | 'keys.setPassphrase' | 'keys.unlock' | 'keys.reset' | 'kit.show' | 'kit.check' | 'kit.enter'

/** The keys of this machine, and the recovery kits of its spaces. */
export function keyRequests({ keyring, kits, catalogue, desk }: GroveHome): Pick<RequestHandlers<unknown>, Names> {
  return {
    'keys.state': () => keyring.safe.state.current,
    'keys.setPassphrase': async ({ passphrase }) => {
      await keyring.setPassphrase(passphrase)
      return keyring.safe.state.current
    },
    'keys.unlock': async ({ passphrase }) => {
      await keyring.unlock(passphrase)
      desk.retryNow()
      return keyring.safe.state.current
    },
    'keys.reset': async () => {
      await keyring.reset()
      return keyring.safe.state.current
    },
    'kit.show': async ({ spaceId }) => {
      const spaces = await catalogue.list()
      return kits.show(spaceId, spaces.find(({ id }) => id === spaceId)?.name ?? '')
    },
    'kit.check': async ({ spaceId, words }) => ({ isRight: await kits.check(spaceId, words) }),
    'kit.enter': async ({ spaceId, words }) => {
      await kits.enter(spaceId, words)
      return null
    },
  }
}
