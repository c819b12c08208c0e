import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { pointerFile, pointerText } from './dataFolderPointer'
import { usedDataFolder } from './usedDataFolder'

it('[DS1] the command line looks where the app has moved its data', async () => {
  const usual = await mkdtemp(path.join(tmpdir(), 'grove-usual-'))
  expect(usedDataFolder(usual)).toBe(usual)
  await writeFile(pointerFile(usual), pointerText({ folder: '/disk/Grove', previous: [usual], moveTo: null }))
  expect(usedDataFolder(usual)).toBe('/disk/Grove')
  await writeFile(pointerFile(usual), '{}')
  expect(usedDataFolder(usual)).toBe(usual)
  await rm(usual, { recursive: true })
})
