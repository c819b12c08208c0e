import { describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { installUpdate, type UpdateInstallParts } from './installUpdate'
import type { Updater } from './Updater'

/** Notes what was done; each step may fail. */
function machine(failing: { unsaved?: string; prepare?: boolean; copy?: boolean; stays?: boolean } = {}) {
  const did: string[] = []
  const updater: Updater = {
    find: () => Promise.resolve(null),
    download: () => Promise.resolve(),
    cancel: () => undefined,
    prepare: async () => {
      did.push('prepare')
      if (failing.prepare) throw new AppError({ code: 'update-blocked', path: '/opt/Grove' })
    },
    install: () => did.push('install'),
  }
  const parts: UpdateInstallParts = {
    version: '0.1.0',
    farewell: {
      saveAll: async () => {
        did.push('save')
        return failing.unsaved
      },
      leave: async (last) => {
        if (failing.stays) return false
        did.push('leave')
        last()
        return true
      },
    },
    copies: {
      make: async (version) => {
        did.push(`copy ${version}`)
        if (failing.copy) throw new AppError({ code: 'update-no-copy', reason: 'the disk is full' })
      },
    },
  }
  return { did, done: installUpdate(parts, updater) }
}

describe('installUpdate', () => {
  it('[UP6] saves, copies, closes, and only then installs', async () => {
    const { did, done } = machine()
    expect(await done).toBe(true)
    expect(did).toEqual(['save', 'prepare', 'copy 0.1.0', 'leave', 'install'])
  })

  it.each([
    ['something is unsaved', { unsaved: 'The disk is full.' }, 'update-unsaved'],
    ['the file cannot be replaced', { prepare: true }, 'update-blocked'],
    ['the data cannot be copied', { copy: true }, 'update-no-copy'],
  ] as const)('[UP6] does not even close when %s', async (_what, failing, code) => {
    const { did, done } = machine(failing)
    await expect(done).rejects.toMatchObject({ detail: { code } })
    expect(did).not.toContain('leave')
  })

  it('[UP6] installs nothing when somebody decides to stay', async () => {
    const { did, done } = machine({ stays: true })
    expect(await done).toBe(false)
    expect(did).not.toContain('install')
  })
})
