import { describe, expect, it } from 'vitest'
import { TestEnvironment } from '../testing/TestEnvironment'
import { PASSPHRASE_COST, PassphraseSealer } from './PassphraseSealer'

const cheap = { memoryKiB: 64, passes: 1, lanes: 1 }
const secret = Uint8Array.of(1, 2, 3)

describe('a passphrase', () => {
  it('[KE9] opens what it sealed, also after a restart', async () => {
    const environment = new TestEnvironment(1)
    const sealer = await PassphraseSealer.create('correct horse', environment, cheap)
    const sealed = sealer.seal(secret)
    expect(sealer.unseal(sealed)).toEqual(secret)
    const again = await PassphraseSealer.open('correct horse', sealer.lock, new TestEnvironment(2))
    expect(again.unseal(sealed)).toEqual(secret)
    expect(again.seal(secret)).not.toEqual(sealed)
  })

  it('[KE9] is the same however a keyboard composes its letters', async () => {
    const environment = new TestEnvironment(1)
    const sealer = await PassphraseSealer.create('caf\u00e9', environment, cheap)
    await expect(PassphraseSealer.open('cafe\u0301', sealer.lock, environment)).resolves.toBeDefined()
  })

  it('[KE9] that is wrong says so, and so does what was altered', async () => {
    const environment = new TestEnvironment(1)
    const wrong = { detail: { code: 'wrong-passphrase' } }
    const sealer = await PassphraseSealer.create('correct horse', environment, cheap)
    const other = await PassphraseSealer.create('correct horse', environment, cheap)
    await expect(PassphraseSealer.open('Correct horse', sealer.lock, environment)).rejects.toMatchObject(wrong)
    expect(() => other.unseal(sealer.seal(secret))).toThrow(expect.objectContaining(wrong) as Error)
    const altered = sealer.seal(secret)
    altered[30] = (altered[30] ?? 0) ^ 1
    expect(() => sealer.unseal(altered)).toThrow(expect.objectContaining(wrong) as Error)
    expect(() => sealer.unseal(new Uint8Array())).toThrow(expect.objectContaining(wrong) as Error)
  })

  it('[KE9] keeps salt and cost beside, and refuses a lock that was made to use up the machine', async () => {
    const environment = new TestEnvironment(1)
    const { lock } = await PassphraseSealer.create('x', environment, cheap)
    expect(lock).toMatch(/^argon2id\$m=64,t=1,p=1\$[\w-]{22}\$[\w-]{55}$/)
    for (const wrong of [
      '',
      'argon2id',
      lock.replace('m=64', 'm=999999'),
      lock.replace('t=1', 't=99'),
      lock.slice(0, -50),
    ]) {
      await expect(PassphraseSealer.open('x', wrong, environment)).rejects.toMatchObject({
        detail: { code: 'damaged' },
      })
    }
  })

  it('[KE9] stays the same in every version', async () => {
    const lock = 'argon2id$m=64,t=1,p=1$Mtkk0rmwQ-shobKWSPBJug$AaRdieXddN8wrVUM4DSGfhPVtDIRfU-oSuGuhyXjxcSvwKklm9ZErzk'
    await expect(PassphraseSealer.open('correct horse', lock, new TestEnvironment(1))).resolves.toBeDefined()
  })

  it('[KE9] costs what RFC 9106 and OWASP ask for', () => {
    expect(PASSPHRASE_COST).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 4 })
  })
})
