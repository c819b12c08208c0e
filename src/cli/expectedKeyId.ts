import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { keyringData } from '../home/keyringData'
import type { SpaceId } from '../core/space/Space'
import type { DataFolder } from '../layers/runtime/DataFolder'

/** Which key a space is sealed with as far as the app remembers; null when it never had one here. */
export async function expectedKeyId(folder: DataFolder, spaceId: SpaceId): Promise<string | null> {
  const text = await readFile(folder.keyring, 'utf8').catch(() => '')
  if (text === '') return null
  const { spaces } = v.parse(keyringData, JSON.parse(text))
  return spaces.find((space) => space.id === spaceId)?.keyId ?? null
}
