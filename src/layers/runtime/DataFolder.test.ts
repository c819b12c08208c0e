import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { DataFolder } from './DataFolder'

describe('DataFolder', () => {
  it('[UI51] lists the folders that are spaces and nothing else', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'grove-data-'))
    const folder = new DataFolder(root)
    expect(await folder.spaceIds()).toEqual([])
    const ids = ['b'.repeat(32), 'a'.repeat(32)]
    for (const name of [...ids, 'backup', 'A'.repeat(32)]) await mkdir(folder.space(name), { recursive: true })
    await writeFile(folder.space('c'.repeat(32)), 'a file')
    expect(await folder.spaceIds()).toEqual([...ids].sort())
    await rm(root, { recursive: true })
  })
})
