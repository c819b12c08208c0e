import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FolderVault } from './FolderVault'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'grove-vault-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function put(path: string, content = path): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), content)
}

describe('FolderVault', () => {
  it('[IM1] lists files by path and folders before what they hold, empty ones too', async () => {
    put('b/c/deep.md')
    put('a.md', 'four')
    mkdirSync(join(folder, 'empty'))
    const scan = await (await FolderVault.open(folder)).scan()
    expect(scan).toEqual({
      files: [
        { path: 'a.md', sizeBytes: 4 },
        { path: 'b/c/deep.md', sizeBytes: 11 },
      ],
      folders: ['b', 'empty', 'b/c'],
      lost: [],
    })
  })

  it('[IM1] leaves out settings, version control, bins and the litter of systems', async () => {
    for (const path of ['.obsidian/app.json', '.git/HEAD', '.trash/old.md', '.DS_Store', 'Thumbs.db', 'x/desktop.ini'])
      put(path)
    put('note.md')
    const scan = await (await FolderVault.open(folder)).scan()
    expect(scan.files.map((file) => file.path)).toEqual(['note.md'])
    expect(scan.lost).toEqual([])
  })

  it('[IM2] follows no links of the file system, neither in circles nor out of the vault, and says so', async () => {
    put('real/note.md')
    symlinkSync('..', join(folder, 'real', 'loop'))
    symlinkSync('/etc', join(folder, 'outside'))
    symlinkSync('nowhere', join(folder, 'broken.md'))
    const scan = await (await FolderVault.open(folder)).scan()
    expect(scan.files.map((file) => file.path)).toEqual(['real/note.md'])
    expect(scan.lost.map((lost) => lost.path).sort()).toEqual(['broken.md', 'outside', 'real/loop'])
  })

  it('[IM2] takes nothing that is neither file nor folder', async () => {
    put('note.md')
    const socket = createServer().listen(join(folder, 'socket'))
    await once(socket, 'listening')
    const scan = await (await FolderVault.open(folder)).scan()
    socket.close()
    expect(scan.files.map((file) => file.path)).toEqual(['note.md'])
    expect(scan.lost).toMatchObject([{ path: 'socket', what: 'special file' }])
  })

  it('[IM2] rejects with a sentence when a file has gone, or when there is no such folder', async () => {
    const vault = await FolderVault.open(folder)
    await expect(vault.read('gone.md')).rejects.toMatchObject({ detail: { code: 'bad-file', path: 'gone.md' } })
    await expect(FolderVault.open(join(folder, 'none'))).rejects.toMatchObject({ detail: { code: 'bad-file' } })
    put('file')
    await expect(FolderVault.open(join(folder, 'file'))).rejects.toMatchObject({
      detail: { reason: 'it is not a folder' },
    })
  })

  it('[IM1] takes names of any kind, up to the longest a disk allows', async () => {
    const names = [
      '😀 emoji.md',
      'Grüße.md',
      '日本語.md',
      'a & b (c) [d] #e %41.md',
      `${'x'.repeat(252)}.md`,
      'case.md',
      'CASE.md',
    ]
    for (const name of names) put(name)
    const vault = await FolderVault.open(folder)
    const { files } = await vault.scan()
    expect(files.map((file) => file.path).sort()).toEqual([...names].sort())
    for (const name of names) expect(new TextDecoder().decode((await vault.read(name)).bytes)).toBe(name)
  })

  it('[UI214] is read in the order in which people sort names', async () => {
    for (const name of ['b.md', 'A.md', 'a.md', 'Part 10.md', 'part 2.md', 'Émile/x.md', 'Frank/x.md', 'dora/x.md'])
      put(name)
    const { files, folders } = await (await FolderVault.open(folder)).scan()
    expect(folders).toEqual(['dora', 'Émile', 'Frank'])
    const names = files.map((file) => file.path).filter((path) => !path.includes('/'))
    expect(names).toEqual(['A.md', 'a.md', 'b.md', 'part 2.md', 'Part 10.md'])
  })

  it('[IM3] is the same vault when it is opened again, by whatever path', async () => {
    const vault = await FolderVault.open(folder)
    symlinkSync(folder, `${folder}-link`)
    const again = await FolderVault.open(`${folder}-link`)
    rmSync(`${folder}-link`)
    expect(again.id).toBe(vault.id)
    expect(vault.id).toMatch(/^[0-9a-f]{32}$/)
    expect(vault.idOf('a', 'b')).not.toBe(vault.idOf('ab'))
  })
})
