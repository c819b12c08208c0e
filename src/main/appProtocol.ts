import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'
import { APP_SCHEME } from '../bridge/channels'
import { pagePolicy } from './contentSecurityPolicy'
import { mimeTypeByExtension } from './mimeTypeByExtension'
import { pageFile } from './pageFile'

/** Serves the built renderer in `folder` as `grove-app://window/...`, each answer with the content security policy. */
export function serveAppProtocol(folder: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file = pageFile(request.url, folder)
    const mimeType = file && mimeTypeByExtension[path.extname(file)]
    if (file === undefined || mimeType === undefined) return new Response('Not found', { status: 404 })
    const body = await readFile(file).catch(() => undefined)
    if (body === undefined) return new Response('Not found', { status: 404 })
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': mimeType,
        'content-security-policy': pagePolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    })
  })
}
