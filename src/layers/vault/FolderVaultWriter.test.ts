import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderVaultWriter } from './FolderVaultWriter'

let parent: string
beforeEach(() => (parent = mkdtempSync(join(tmpdir(), 'grove-export-'))))
afterEach(() => rmSync(parent, { recursive: true, force: true }))

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('FolderVaultWriter', () => {
  it('[EX4] makes a new folder beside what is there, and writes over nothing', async () => {
    const first = await FolderVaultWriter.create(parent, 'My: space')
    await first.write('a/b/c.md', bytes('one'))
    const second = await FolderVaultWriter.create(parent, 'My: space')
    await second.addFolder('Empty/Deep')
    expect([first.folder, second.folder]).toEqual([join(parent, 'My_ space'), join(parent, 'My_ space 2')])
    expect(readFileSync(join(first.folder, 'a/b/c.md'), 'utf8')).toBe('one')
    expect(existsSync(join(second.folder, 'Empty/Deep'))).toBe(true)
    await expect(first.write('a/b/c.md', bytes('two'))).rejects.toMatchObject({
      detail: { code: 'not-exported', reason: 'something of this name is there already' },
    })
    expect(readFileSync(join(first.folder, 'a/b/c.md'), 'utf8')).toBe('one')
  })

  it('[EX4] takes back all of it and nothing else', async () => {
    writeFileSync(join(parent, 'mine.txt'), 'kept')
    const writer = await FolderVaultWriter.create(parent, 'Space')
    await writer.write('a/b.md', bytes('one'))
    await writer.discard()
    expect(existsSync(writer.folder)).toBe(false)
    expect(readFileSync(join(parent, 'mine.txt'), 'utf8')).toBe('kept')
  })

  it('[EX4] says in words why it cannot write', async () => {
    writeFileSync(join(parent, 'file'), '')
    await expect(FolderVaultWriter.create(join(parent, 'gone'), 'Space')).rejects.toMatchObject({
      detail: { code: 'not-exported', path: join(parent, 'gone', 'Space'), reason: 'the folder is gone' },
    })
    const writer = await FolderVaultWriter.create(parent, 'Space')
    await writer.write('file', bytes('x'))
    await expect(writer.write('file/inside.md', bytes('x'))).rejects.toMatchObject({ detail: { code: 'not-exported' } })
  })
})
