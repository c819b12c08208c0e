import { AppError } from '../AppError'
import { decodeFileInfo, encodeFileInfo } from './fileInfoBytes'
import type { SpaceCipher } from './SpaceCipher'

/** For a space that a person chose to keep unencrypted on a server: everything goes there as it is. */
export const PLAIN_CIPHER: SpaceCipher = {
  keyId: null,
  sealPacks: (packs) => packs,
  openPacks: (packs) => packs,
  sealSecret: (record) => record,
  openSecret: (record) => record,
  fileName: (hash) => hash,
  sealFileInfo: encodeFileInfo,
  openFileInfo: (name, bytes) => {
    const info = decodeFileInfo(bytes)
    if (info?.hash !== name) throw new AppError({ code: 'bad-file', path: name, reason: 'it is not described rightly' })
    return info
  },
  sealChunk: (_hash, _index, bytes) => bytes,
  openChunk: (_hash, _index, bytes) => bytes,
  sealLabel: (text) => text,
  openLabel: (text) => text,
  sealPresence: (bytes) => bytes,
  openPresence: (bytes) => bytes,
}
