import { describe, expect, it } from 'vitest'
import type { Sealer } from '../keys/Sealer'
import { SealedSecrets, type SealedSecret } from './SealedSecrets'
import type { SecretRecord } from './Secrets'

/** A key store that can be locked and replaced. */
class TestStore implements Sealer {
  isThere = true
  name = 1

  seal(text: string): Uint8Array | undefined {
    return this.isThere ? Uint8Array.of(this.name, ...new TextEncoder().encode(text)) : undefined
  }

  unseal(sealed: Uint8Array): string | undefined {
    return this.isThere && sealed[0] === this.name ? new TextDecoder().decode(sealed.subarray(1)) : undefined
  }
}

class Disk {
  readonly rows = new Map<string, SealedSecret>()
  readonly store = new TestStore()
  readonly secrets = new SealedSecrets(this.store)

  save(record: SecretRecord): void {
    for (const row of this.secrets.toStore([record], (key) => this.rows.get(key))) this.rows.set(row.key, row)
  }

  get records(): SecretRecord[] {
    return this.secrets.opened(this.rows.values())
  }
}

const one = { key: 'api', version: 1, value: 'one' }
const two = { key: 'api', version: 2, value: 'two' }

describe('secrets on a disk', () => {
  it('[PL9] keep the newest version, and deletions', () => {
    const disk = new Disk()
    disk.save(two)
    disk.save(one)
    expect(disk.records).toEqual([two])
    disk.save({ key: 'api', version: 3, value: null })
    expect(disk.records).toEqual([{ key: 'api', version: 3, value: null }])
  })

  it('[PL18] wait in memory while nothing seals them, and are written when something does', () => {
    const disk = new Disk()
    disk.store.isThere = false
    disk.save(one)
    expect(disk.rows.size).toBe(0)
    expect(disk.records).toEqual([one])
    expect(disk.secrets.problem).toEqual({ code: 'no-key-store' })
    disk.store.isThere = true
    disk.save(one)
    expect(disk.rows.size).toBe(1)
    expect(disk.secrets.problem).toBeUndefined()
  })

  it('[PL18] that another key store sealed are taken again from elsewhere, and only if they are not older', () => {
    const disk = new Disk()
    disk.save(two)
    disk.store.name = 2
    expect(disk.records).toEqual([])
    disk.save(one)
    expect(disk.records).toEqual([])
    disk.save(two)
    expect(disk.records).toEqual([two])
  })
})
