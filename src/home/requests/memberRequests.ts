import type { GroveHome } from '../GroveHome'
import type { RequestHandlers } from './answerRequest'

type Names =
  'members.list' | 'members.setRole' | 'members.remove' | 'invites.list' | 'invites.make' | 'invites.withdraw'

/** Who may come into a space on a server. */
export function memberRequests({ invitations }: GroveHome): Pick<RequestHandlers<unknown>, Names> {
  return {
    'members.list': ({ spaceId, url }) => invitations.members(spaceId, url),
    'members.setRole': async ({ spaceId, url, user, role }) => {
      await invitations.setRole(spaceId, url, user, role)
      return null
    },
    'members.remove': async ({ spaceId, url, user }) => {
      await invitations.removeMember(spaceId, url, user)
      return null
    },
    'invites.list': ({ spaceId, url }) => invitations.invites(spaceId, url),
    'invites.make': ({ spaceId, url, role, hours }) => invitations.make(spaceId, url, role, hours),
    'invites.withdraw': async ({ spaceId, url, inviteId }) => {
      await invitations.withdraw(spaceId, url, inviteId)
      return null
    },
  }
}
