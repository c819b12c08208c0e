import type * as Fs from 'node:fs/promises'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FolderFileStore } from './FolderFileStore'

const disk = vi.hoisted(() => ({ code: '' }))

// A disk that is full, or that may not be written: the bytes of a new file are refused.
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof Fs>()
  return {
    ...real,
    open: async (path: string, flags: string) => {
      const file = await real.open(path, flags)
      if (flags === 'wx' && disk.code !== '') {
        file.writeFile = () => Promise.reject(Object.assign(new Error(disk.code), { code: disk.code }))
      }
      return file
    },
  }
})

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'grove-files-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('FolderFileStore on a disk that refuses', () => {
  it.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EROFS', 'read-only'],
    ['EACCES', 'read-only'],
    ['EIO', 'disk-error'],
  ])(
    '[FS3] says of %s that it is %s, leaves nothing behind, and goes on when the disk does',
    async (code, expected) => {
      const store = new FolderFileStore(folder)
      const bytes = new Uint8Array([1, 2, 3])
      disk.code = code
      await expect(store.put(bytes)).rejects.toMatchObject({ detail: { code: expected } })
      expect(await store.list()).toEqual([])
      expect(readdirSync(folder).flatMap((name) => readdirSync(join(folder, name)))).toEqual([])
      disk.code = ''
      const { hash } = await store.put(bytes)
      expect([...(await store.get(hash))]).toEqual([1, 2, 3])
    },
  )
})
