import * as v from 'valibot'
import type { DeclaredRoot } from './PlaceFacts'

const dropboxInfo = v.record(v.string(), v.object({ path: v.string() }))

/** What Dropbox's own `info.json` names; nothing when it is not one. */
export function dropboxRoots(text: string): DeclaredRoot[] {
  try {
    const accounts = v.parse(dropboxInfo, JSON.parse(text))
    return Object.values(accounts).map(({ path }) => ({ product: 'Dropbox', folder: path }))
  } catch {
    return []
  }
}

/** What Nextcloud's `nextcloud.cfg` names: lines like `0\Folders\1\localPath=/home/ada/Cloud/`. */
export function nextcloudRoots(text: string): DeclaredRoot[] {
  return [...text.matchAll(/^[^\n=]*localPath=(.+?)\/?\r?$/gm)].flatMap(([, folder]) =>
    folder === undefined ? [] : [{ product: 'Nextcloud', folder }],
  )
}

/** OneDrive tells Windows of its folders by variables of the environment. */
export function oneDriveRoots(env: Readonly<Record<string, string | undefined>>): DeclaredRoot[] {
  return ['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].flatMap((name) => {
    const folder = env[name]
    return folder === undefined || folder === '' ? [] : [{ product: 'OneDrive', folder }]
  })
}
