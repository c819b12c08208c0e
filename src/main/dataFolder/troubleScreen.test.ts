import { describe, expect, it } from 'vitest'
import type { FolderTrouble } from './folderTrouble'
import { troubleScreen } from './troubleScreen'

const TROUBLES: readonly FolderTrouble[] = [
  { kind: 'missing' },
  { kind: 'emptied' },
  { kind: 'not-a-folder' },
  { kind: 'forbidden' },
  { kind: 'read-only' },
  { kind: 'full', freeBytes: 2_000_000 },
  { kind: 'unsafe', place: { kind: 'network', name: 'NFS' } },
  { kind: 'in-use' },
  { kind: 'failing', reason: 'EIO' },
]

describe('trouble with the data folder', () => {
  it.each(TROUBLES)('[DS3] $kind is explained with a next step, and one can always quit', (trouble) => {
    for (const origin of ['given', 'chosen', 'usual'] as const) {
      const { title, text, choices } = troubleScreen(trouble, '/data/Grove', origin, true)
      expect(title).toMatch(/^Your data|^Grove|^The disk/)
      expect(text.join(' ')).toContain('/data/Grove')
      for (const sentence of text) expect(sentence).toMatch(/^[A-Z].*[.)]$/)
      expect(choices.map(({ id }) => id)).toContain('again')
      expect(choices.at(-1)?.id).toBe('quit')
    }
  })

  it('[DS2] only what is away can be given up for an empty folder, and only a full disk can be ignored', () => {
    const ids = (trouble: FolderTrouble): string[] =>
      troubleScreen(trouble, '/data', 'chosen', true).choices.map(({ id }) => id)
    expect(TROUBLES.filter((trouble) => ids(trouble).includes('empty')).map(({ kind }) => kind)).toEqual([
      'missing',
      'emptied',
    ])
    expect(TROUBLES.filter((trouble) => ids(trouble).includes('anyway')).map(({ kind }) => kind)).toEqual(['full'])
  })

  it('[DS6] data in an unsafe place is moved out of it; where there is none, another folder is chosen', () => {
    const unsafe: FolderTrouble = { kind: 'unsafe', place: { kind: 'synced', name: 'Dropbox' } }
    expect(troubleScreen(unsafe, '/data', 'usual', true).choices[0]?.id).toBe('move')
    expect(troubleScreen(unsafe, '/data', 'usual', false).choices[0]?.id).toBe('choose')
  })
})
