import { FILE_SCHEME } from '../bridge/channels'

export interface FileAddress {
  readonly spaceId: string
  readonly hash: string
  readonly mimeType: string
}

/** Reads `grove-file://<spaceId>/<hash>?type=image/png`; undefined for anything else. */
export function fileAddress(url: string): FileAddress | undefined {
  const { protocol, host, pathname, searchParams } = new URL(url)
  const hash = pathname.slice(1)
  if (protocol !== `${FILE_SCHEME}:` || !/^[0-9a-f]{32}$/.test(host) || !/^[0-9a-f]{64}$/.test(hash)) return undefined
  const type = searchParams.get('type') ?? ''
  return { spaceId: host, hash, mimeType: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream' }
}
