import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { protocol } from 'electron'
import { FILE_SCHEME } from '../bridge/channels'
import type { SpaceId } from '../core/space/Space'
import { byteRange } from './byteRange'
import { storedFilePolicy } from './contentSecurityPolicy'
import { fileAddress } from './fileAddress'

export interface FoundFile {
  readonly path: string
  readonly sizeBytes: number
}

/** Serves stored files as `grove-file://<spaceId>/<hash>?type=...`, whole or in ranges, straight from the disk. */
export function serveFileProtocol(find: (spaceId: SpaceId, hash: string) => Promise<FoundFile | undefined>): void {
  protocol.handle(FILE_SCHEME, async (request) => {
    const address = fileAddress(request.url)
    const file = address && (await find(address.spaceId, address.hash).catch(() => undefined))
    if (!address || !file)
      return new Response('This file is not here.', { status: 404, headers: { 'content-type': 'text/plain' } })

    const headers = {
      'content-type': address.mimeType,
      'content-security-policy': storedFilePolicy,
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=31536000, immutable',
    }
    const range = byteRange(request.headers.get('range'), file.sizeBytes)
    if (range === 'unsatisfiable') {
      return new Response(null, { status: 416, headers: { ...headers, 'content-range': `bytes */${file.sizeBytes}` } })
    }
    if (range === 'whole')
      return new Response(read(file), { headers: { ...headers, 'content-length': String(file.sizeBytes) } })
    const { first, last } = range
    return new Response(read(file, first, last), {
      status: 206,
      headers: {
        ...headers,
        'content-length': String(last - first + 1),
        'content-range': `bytes ${first}-${last}/${file.sizeBytes}`,
      },
    })
  })
}

function read(file: FoundFile, start?: number, end?: number): BodyInit | null {
  if (file.sizeBytes === 0) return null
  return Readable.toWeb(
    createReadStream(file.path, start === undefined || end === undefined ? {} : { start, end }),
  ) as ReadableStream
}
