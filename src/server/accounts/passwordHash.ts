import { argon2idAsync } from '@noble/hashes/argon2.js'
import { timingSafeEqual } from 'node:crypto'

/** How costly argon2id is made. */
export interface PasswordCost {
  readonly memoryKiB: number
  readonly passes: number
}

/** The least that the OWASP Password Storage Cheat Sheet asks for: about 350 ms in this implementation. */
export const PASSWORD_COST: PasswordCost = { memoryKiB: 19_456, passes: 2 }

const FORM = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w+/]+)\$([\w+/]+)$/
const HASH_BYTES = 32

/** In the usual form of argon2 strings, which names its own cost: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string, salt: Uint8Array, cost: PasswordCost): Promise<string> {
  const hash = await argon2(password, salt, cost)
  return `$argon2id$v=19$m=${cost.memoryKiB},t=${cost.passes},p=1$${unpadded(salt)}$${unpadded(hash)}`
}

/** True when `stored` was made from this password. */
export async function isPassword(password: string, stored: string): Promise<boolean> {
  const [, memoryKiB, passes, salt = '', hash = ''] = FORM.exec(stored) ?? []
  if (memoryKiB === undefined) return false
  const cost = { memoryKiB: Number(memoryKiB), passes: Number(passes) }
  const found = await argon2(password, Buffer.from(salt, 'base64'), cost)
  const expected = Buffer.from(hash, 'base64')
  return expected.length === found.length && timingSafeEqual(expected, found)
}

/** One form for what keyboards of different systems send for the same letters. */
function argon2(password: string, salt: Uint8Array, { memoryKiB, passes }: PasswordCost): Promise<Uint8Array> {
  return argon2idAsync(password.normalize('NFKC'), salt, { m: memoryKiB, t: passes, p: 1, dkLen: HASH_BYTES })
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
