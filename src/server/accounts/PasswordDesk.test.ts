import { describe, expect, it } from 'vitest'
import { TestClock } from '../testing/TestClock'
import { PasswordDesk } from './PasswordDesk'
import { hashPassword, isPassword, PASSWORD_COST } from './passwordHash'

const CHEAP = { memoryKiB: 8, passes: 1 }

describe('passwords', () => {
  it('[SV1] are kept as argon2id, salted, at the cost that OWASP asks for', async () => {
    const { environment } = new TestClock()
    const desk = new PasswordDesk(environment)
    const [one, other] = [await desk.hash('correct horse'), await desk.hash('correct horse')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(other).not.toBe(one)
    expect(await desk.check('correct horse', one)).toBe(true)
    expect(await desk.check('wrong horse', one)).toBe(false)
    expect(PASSWORD_COST.memoryKiB * PASSWORD_COST.passes).toBeGreaterThanOrEqual(19 * 1024 * 2)
  }, 30_000)

  it('[SV1] are the same in both forms of an accented letter, and never match what is no hash', async () => {
    const stored = await hashPassword('caf\u00e9 au lait', new Uint8Array(16), CHEAP)
    expect(await isPassword('cafe\u0301 au lait', stored)).toBe(true)
    for (const broken of ['', 'plain', '$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA', stored.slice(0, -4)]) {
      expect(await isPassword('caf\u00e9 au lait', broken)).toBe(false)
    }
  })

  it('[SV1] does the same work for a name nobody has, and no password is its own', async () => {
    const desk = new PasswordDesk(new TestClock().environment, CHEAP)
    expect(await desk.check('', undefined)).toBe(false)
    expect(await desk.check('anything', undefined)).toBe(false)
  })

  it('[SV12] are hashed one at a time; who comes when too many wait hears when to come again', async () => {
    const desk = new PasswordDesk(new TestClock().environment, CHEAP)
    const asked = Array.from({ length: 40 }, () => desk.check('x', undefined))
    const settled = await Promise.allSettled(asked)
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(32)
    expect(settled.at(-1)).toMatchObject({ reason: { detail: { code: 'too-many', retryAfterMs: 5000 } } })
    expect(await desk.check('x', undefined)).toBe(false)
  })
})
