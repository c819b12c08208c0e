import { rm } from 'node:fs/promises'
import path from 'node:path'
import * as v from 'valibot'
import { userName } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { Accounts } from '../../server/accounts/Accounts'
import { PasswordDesk } from '../../server/accounts/PasswordDesk'
import { SignInDesk } from '../../server/accounts/SignInDesk'
import type { User } from '../../server/accounts/Users'
import { ServerFolder } from '../../server/ServerFolder'
import { DEFAULT_LIMITS } from '../../server/ServerLimits'
import type { AskPassword } from '../askPassword'
import { counted } from '../counted'
import type { Terminal } from '../Terminal'

export interface UserContext {
  readonly data: string
  readonly environment: Environment
  readonly terminal: Terminal
  readonly askPassword: AskPassword
  readonly json: boolean
}

/** `grove server user …`: the people of a server, also while it runs. */
export const serverUserCommand = {
  /** The first one makes the server's folder. */
  add: (name: string, context: UserContext) =>
    withAccounts(context, async (accounts) => {
      const { environment, terminal } = context
      if (!v.is(userName, name)) {
        throw new AppError({ code: 'bad-request', reason: 'a name has no spaces and none of / \\ ? # %' })
      }
      if (accounts.users.find(name)) throw new AppError({ code: 'name-taken', name })
      const passwordHash = await newPasswordHash(accounts, context)
      accounts.transact(() => accounts.users.add(name, passwordHash, environment.now()))
      terminal.result(`${name} can sign in now.`)
    }),

  passwd: (name: string, context: UserContext) =>
    withServer(context, async (accounts) => {
      const user = found(accounts, name)
      const passwordHash = await newPasswordHash(accounts, context)
      accounts.transact(() => {
        accounts.users.setPassword(user.id, passwordHash)
        accounts.devices.revokeOthers(user.id, null)
      })
      context.terminal.result(`${user.name} has a new password, and signs in again on every device.`)
    }),

  list: (context: UserContext) =>
    withServer(context, async (accounts) => {
      const users = accounts.users.list()
      if (context.json) context.terminal.result(JSON.stringify(users, null, 2))
      else if (users.length === 0) context.terminal.result('There is nobody yet.')
      for (const { name, devices, spaces, lastSeenAt } of context.json ? [] : users) {
        const seen = lastSeenAt === null ? 'never seen' : `last seen ${new Date(lastSeenAt).toISOString().slice(0, 10)}`
        context.terminal.result(`${name}: ${counted(devices, 'device')}, ${counted(spaces, 'space')}, ${seen}`)
      }
    }),

  remove: (name: string, withSpaces: boolean, context: UserContext) =>
    withServer(context, async (accounts, folder) => {
      const user = found(accounts, name)
      const owned = accounts.members.solelyOwnedBy(user.id)
      if (owned.length > 0 && !withSpaces) {
        const reason = `${user.name} is the only owner of ${counted(owned.length, 'space')}; let somebody else become an owner, or add --with-spaces to remove them from this server, too`
        throw new AppError({ code: 'bad-request', reason })
      }
      accounts.transact(() => {
        for (const spaceId of owned) accounts.spaces.remove(spaceId)
        accounts.users.remove(user.id)
      })
      for (const spaceId of owned) await rm(folder.space(spaceId), { recursive: true, force: true })
      context.terminal.result(`${user.name} is removed, with ${counted(owned.length, 'space')}.`)
    }),
}

type Work = (accounts: Accounts, folder: ServerFolder) => Promise<void>

async function withServer(context: UserContext, work: Work): Promise<void> {
  new ServerFolder(path.resolve(context.data)).mustBeServer()
  await withAccounts(context, work)
}

async function withAccounts({ data, environment }: UserContext, work: Work): Promise<void> {
  const folder = new ServerFolder(path.resolve(data))
  const accounts = Accounts.open(folder.accounts, environment)
  try {
    await work(accounts, folder)
  } finally {
    accounts.close()
  }
}

function found(accounts: Accounts, name: string): User {
  const user = accounts.users.find(name)
  if (!user) throw new AppError({ code: 'bad-request', reason: `nobody here is called "${name}"` })
  return user
}

async function newPasswordHash(accounts: Accounts, { environment, askPassword }: UserContext): Promise<string> {
  const desk = new SignInDesk(accounts, new PasswordDesk(environment), environment, DEFAULT_LIMITS)
  return desk.hashNew(await askPassword('New password: '))
}
