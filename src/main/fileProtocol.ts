import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { protocol } from 'electron'
import { FILE_SCHEME } from '../bridge/channels'
import type { SpaceId } from '../core/space/Space'
import { storedFileHead } from '../home/files/storedFileHead'
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
    const { status, headers, range } = storedFileHead(request.headers.get('range'), file.sizeBytes, address.mimeType)
    const body =
      range && (Readable.toWeb(createReadStream(file.path, { start: range.first, end: range.last })) as ReadableStream)
    return new Response(body, { status, headers })
  })
}
