import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type Names =
  | 'servers.list'
  | 'servers.look'
  | 'servers.signIn'
  | 'servers.signOut'
  | 'servers.changePassword'
  | 'servers.devices'
  | 'servers.revokeDevice'
  | 'servers.spaces'
  | 'servers.bring'
  | 'links.look'
  | 'links.join'

/** Accounts on servers, and spaces that come from there. */
export function serverRequests(home: GroveHome): Pick<RequestHandlers<unknown>, Names> {
  const { servers, connecting, invitations, catalogue } = home
  return {
    'servers.list': () => servers.summaries.current,
    'servers.look': ({ url }) => servers.look(url),
    'servers.signIn': ({ url, user, password }) => servers.signIn(url, user, password),
    'servers.signOut': async ({ url }) => {
      await servers.signOut(url)
      return null
    },
    'servers.changePassword': async ({ url, oldPassword, newPassword }) => {
      await servers.changePassword(url, oldPassword, newPassword)
      return null
    },
    'servers.devices': ({ url }) => servers.devices(url),
    'servers.revokeDevice': async ({ url, deviceId }) => {
      await servers.revokeDevice(url, deviceId)
      return null
    },
    'servers.spaces': ({ url }) => connecting.spacesOn(url),
    'servers.bring': async ({ url, spaceId, words }) => {
      await connecting.bring(url, spaceId, words)
      return catalogue.summary(spaceId)
    },
    'links.look': ({ link }) => invitations.look(link),
    'links.join': async ({ link, account }) => catalogue.summary(await invitations.join(link, account)),
  }
}
