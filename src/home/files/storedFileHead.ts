import { byteRange, type ByteRange } from './byteRange'

export interface StoredFileHead {
  readonly status: 200 | 206 | 416
  readonly headers: Readonly<Record<string, string>>
  /** Which bytes follow; null: none. */
  readonly range: ByteRange | null
}

/** Stored files are strangers' files: an SVG or HTML page opened by its address may show itself, and run nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

/** How a home answers when a page loads a stored file, whole or in a range. `rangeHeader` is what the page asked for. */
export function storedFileHead(rangeHeader: string | null, sizeBytes: number, mimeType: string): StoredFileHead {
  const headers = {
    'content-type': mimeType,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=31536000, immutable',
  }
  const range = byteRange(rangeHeader, sizeBytes)
  if (range === 'unsatisfiable') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${sizeBytes}` }, range: null }
  }
  if (range === 'whole') {
    const whole = sizeBytes === 0 ? null : { first: 0, last: sizeBytes - 1 }
    return { status: 200, headers: { ...headers, 'content-length': String(sizeBytes) }, range: whole }
  }
  const { first, last } = range
  return {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(last - first + 1),
      'content-range': `bytes ${first}-${last}/${sizeBytes}`,
    },
    range,
  }
}
