export interface StoredFileAddress {
  readonly spaceId: string
  readonly hash: string
  readonly mimeType: string
}

const PATH = /^\/grove-file\/([0-9a-f]{32})\/([0-9a-f]{64})$/

/** Reads `/grove-file/<spaceId>/<hash>?type=image/png` (`fileAddress`); undefined for any other address. */
export function readStoredFileAddress({ pathname, searchParams }: URL): StoredFileAddress | undefined {
  const [, spaceId, hash] = PATH.exec(pathname) ?? []
  if (spaceId === undefined || hash === undefined) return undefined
  const type = searchParams.get('type') ?? ''
  return { spaceId, hash, mimeType: /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream' }
}
