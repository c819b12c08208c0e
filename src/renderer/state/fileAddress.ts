import { FILE_SCHEME } from '../../bridge/channels'

/** Where the page loads a stored file from: the desktop has a scheme of its own, in a browser the service worker answers. */
export function fileAddress(spaceId: string, hash: string, mimeType: string | undefined): string {
  const type = mimeType === undefined ? '' : `?type=${encodeURIComponent(mimeType)}`
  const root = import.meta.env.GROVE_HOME === 'browser' ? '/grove-file/' : `${FILE_SCHEME}://`
  return `${root}${spaceId}/${hash}${type}`
}
