import { describe, expect, it } from 'vitest'
import { ChosenVault } from './ChosenVault'

function vaultOf(contentByPath: Readonly<Record<string, string>>, name = 'Notes'): ChosenVault {
  const files = Object.entries(contentByPath).map(([path, content]) => ({ path, file: new File([content], path) }))
  return new ChosenVault({ name, files })
}

describe('a folder chosen in a browser', () => {
  it('[IM1, UI214] is its files and folders in the order of people, without settings and litter', async () => {
    const vault = vaultOf({
      'Part 10.md': 'x',
      'b/c/deep.md': 'four',
      'part 2.md': 'x',
      'A/x.md': 'x',
      '.obsidian/app.json': 'x',
      'A/.DS_Store': 'x',
      'node_modules/y/z.md': 'x',
    })
    expect(await vault.scan()).toEqual({
      files: [
        { path: 'A/x.md', sizeBytes: 1 },
        { path: 'b/c/deep.md', sizeBytes: 4 },
        { path: 'part 2.md', sizeBytes: 1 },
        { path: 'Part 10.md', sizeBytes: 1 },
      ],
      folders: ['A', 'b', 'b/c'],
      lost: [],
    })
  })

  it('[IM13, IM16] gives bytes and their hash, and says what it cannot read', async () => {
    const vault = vaultOf({ 'a.md': 'abc' })
    const { bytes, hash } = await vault.read('a.md')
    expect(new TextDecoder().decode(bytes)).toBe('abc')
    expect(hash).toMatch(/^ba7816bf/)
    await expect(vault.read('gone.md')).rejects.toMatchObject({ detail: { code: 'bad-file', path: 'gone.md' } })
    const file = new File(['x'], 'a.md')
    file.arrayBuffer = () => Promise.reject(new DOMException('changed', 'NotReadableError'))
    const changed = new ChosenVault({ name: 'Notes', files: [{ path: 'a.md', file }] })
    await expect(changed.read('a.md')).rejects.toMatchObject({ detail: { code: 'bad-file', path: 'a.md' } })
  })

  it('[IM17] is known again by its name', () => {
    const { id } = vaultOf({ 'a.md': 'x' })
    expect(id).toMatch(/^[0-9a-f]{32}$/)
    expect(vaultOf({ 'b.md': 'y' }).id).toBe(id)
    expect(vaultOf({ 'a.md': 'x' }, 'Other').id).not.toBe(id)
  })
})
