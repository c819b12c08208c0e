import { MIN_PASSWORD_LENGTH, type Registration, type SignedIn, type SignIn } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import type { Role } from '../../core/sync/Gate'
import { TokenBucket } from '../gate/TokenBucket'
import type { ServerLimits } from '../ServerLimits'
import type { Accounts } from './Accounts'
import type { SignedInDevice } from './Devices'
import type { PasswordDesk } from './PasswordDesk'
import { userKey } from './Users'

/** Names whose wrong passwords are counted at once; beyond it, those that have not been tried for longest are forgotten. */
const MAX_NAMES = 10_000

/** Where passwords are shown: signing in, coming with an invitation, and changing the password. */
export class SignInDesk {
  readonly #accounts: Accounts
  readonly #passwords: PasswordDesk
  readonly #environment: Environment
  readonly #limits: ServerLimits
  readonly #triesByName = new Map<string, TokenBucket>()

  constructor(accounts: Accounts, passwords: PasswordDesk, environment: Environment, limits: ServerLimits) {
    this.#accounts = accounts
    this.#passwords = passwords
    this.#environment = environment
    this.#limits = limits
  }

  /** Throws AppError `wrong-password`, alike for unknown names, or `too-many`. */
  async signIn({ user: name, password, deviceName }: SignIn): Promise<SignedIn> {
    await this.#prove(name, password)
    return this.#accounts.transact(() => {
      // May have gone while the password was being checked.
      const user = this.#accounts.users.find(name)
      if (!user) throw new AppError({ code: 'wrong-password' })
      return { user: user.name, ...this.#accounts.devices.add(user.id, deviceName) }
    })
  }

  /** Makes an account for whoever has an invitation, and uses it. */
  async register({
    code,
    user: name,
    password,
    deviceName,
  }: Registration): Promise<SignedIn & { readonly spaceId: string; readonly role: Role }> {
    // Before the costly part, so that a guessed code costs the server nothing.
    this.#accounts.invites.look(code)
    const passwordHash = await this.hashNew(password)
    return this.#accounts.transact(() => {
      this.#accounts.invites.look(code)
      const user = this.#accounts.users.add(name, passwordHash, this.#environment.now())
      const joined = this.#accounts.invites.accept(code, user.id)
      return { user: user.name, ...this.#accounts.devices.add(user.id, deviceName), ...joined }
    })
  }

  /** Signs out all other devices of the user: a password is changed because somebody else may know it. */
  async changePassword(device: SignedInDevice, oldPassword: string, newPassword: string): Promise<void> {
    await this.#prove(device.user, oldPassword)
    const passwordHash = await this.hashNew(newPassword)
    this.#accounts.transact(() => {
      this.#accounts.users.setPassword(device.userId, passwordHash)
      this.#accounts.devices.revokeOthers(device.userId, device.deviceId)
    })
  }

  /** Throws AppError `weak-password`. */
  async hashNew(password: string): Promise<string> {
    if (password.normalize('NFKC').length < MIN_PASSWORD_LENGTH) {
      throw new AppError({ code: 'weak-password', minLength: MIN_PASSWORD_LENGTH })
    }
    return this.#passwords.hash(password)
  }

  async #prove(name: string, password: string): Promise<void> {
    const tries = this.#triesOf(name)
    const retryAfterMs = tries.take(1, this.#environment.now())
    if (retryAfterMs > 0) throw new AppError({ code: 'too-many', retryAfterMs })
    const isRight = await this.#passwords.check(password, this.#accounts.users.find(name)?.passwordHash)
    if (!isRight) throw new AppError({ code: 'wrong-password' })
    tries.giveBack(1)
  }

  #triesOf(name: string): TokenBucket {
    const key = userKey(name)
    const { wrongPasswords, wrongPasswordsPerMinute } = this.#limits
    const tries =
      this.#triesByName.get(key) ??
      new TokenBucket(wrongPasswords, wrongPasswordsPerMinute / 60, this.#environment.now())
    this.#triesByName.delete(key)
    this.#triesByName.set(key, tries)
    const [oldest] = this.#triesByName.keys()
    if (this.#triesByName.size > MAX_NAMES && oldest !== undefined) this.#triesByName.delete(oldest)
    return tries
  }
}
