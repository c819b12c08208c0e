import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeFolder } from './makeFolder'

let root: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'grove-make-'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

it('[DS10] makes a folder and those around it, and says which was the outermost', async () => {
  const inner = join(root, 'a', 'b', 'c')
  expect(await makeFolder(inner)).toBe(join(root, 'a'))
  expect((await stat(inner)).isDirectory()).toBe(true)
  expect(await makeFolder(inner)).toBeUndefined()
})

it('[DS10] ends where the system will not have a folder', async () => {
  await writeFile(join(root, 'file'), '')
  await expect(makeFolder(join(root, 'file'))).rejects.toThrow('EEXIST')
  await expect(makeFolder(join(root, 'file', 'a'))).rejects.toThrow()
  if (process.platform === 'linux') await expect(makeFolder('/proc/grove/a')).rejects.toThrow('ENOENT')
})
