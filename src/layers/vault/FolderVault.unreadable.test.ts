import type * as Fs from 'node:fs/promises'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FolderVault } from './FolderVault'

function refused(path: unknown): void {
  if (String(path).includes('locked')) throw Object.assign(new Error('refused'), { code: 'EACCES' })
}

// Permissions do not bind root, under whom these tests may run.
vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof Fs>()
  return {
    ...real,
    readdir: async (path: string, options: { withFileTypes: true }) => (refused(path), real.readdir(path, options)),
    readFile: async (path: string) => (refused(path), real.readFile(path)),
  }
})

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'grove-vault-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('FolderVault where reading is refused', () => {
  it('[IM2] goes on behind a folder that may not be read, and says so', async () => {
    mkdirSync(join(folder, 'locked'))
    writeFileSync(join(folder, 'locked', 'a.md'), 'a')
    writeFileSync(join(folder, 'b.md'), 'b')
    const scan = await (await FolderVault.open(folder)).scan()
    expect(scan.files.map((file) => file.path)).toEqual(['b.md'])
    expect(scan.lost).toEqual([{ path: 'locked', what: 'folder', why: 'you may not read it' }])
  })

  it('[IM2] says of a file why it cannot be read', async () => {
    writeFileSync(join(folder, 'locked.md'), 'a')
    const vault = await FolderVault.open(folder)
    expect((await vault.scan()).files).toHaveLength(1)
    await expect(vault.read('locked.md')).rejects.toMatchObject({ detail: { reason: 'you may not read it' } })
  })
})
