import { FILE_SCHEME } from '../../../bridge/channels'

/** Where the window loads a stored file from. */
export function fileAddress(spaceId: string, hash: string, mimeType: string | undefined): string {
  const type = mimeType === undefined ? '' : `?type=${encodeURIComponent(mimeType)}`
  return `${FILE_SCHEME}://${spaceId}/${hash}${type}`
}
