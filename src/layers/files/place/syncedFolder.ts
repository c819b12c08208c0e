import { mountOf } from './networkFileSystem'
import type { PlaceFacts } from './PlaceFacts'
import { pathOf, pathWithin } from './pathWithin'

/** What the folders of syncing programs are called by default. */
const PRODUCT_BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/^Dropbox( \(.+\))?$/i, 'Dropbox'],
  [/^OneDrive( ?- ?.+)?$/i, 'OneDrive'],
  [/^iCloud ?Drive$/i, 'iCloud Drive'],
  [/^(Google ?Drive|My Drive)$/i, 'Google Drive'],
  [/^Nextcloud\d?$/i, 'Nextcloud'],
  [/^ownCloud\d?$/i, 'ownCloud'],
  [/^Syncthing$/i, 'Syncthing'],
  [/^pCloud ?(Drive|Sync)$/i, 'pCloud'],
  [/^Proton ?Drive$/i, 'Proton Drive'],
  [/^Box( Sync)?$/, 'Box'],
  [/^MEGA(sync)?$/, 'MEGA'],
  [/^Seafile$/i, 'Seafile'],
  [/^Resilio Sync$/i, 'Resilio Sync'],
]

/** What syncing programs leave in the top of what they keep in step. */
const PRODUCT_BY_MARK: readonly (readonly [RegExp, string])[] = [
  [/^\.stfolder$/, 'Syncthing'],
  [/^\.dropbox\.cache$/, 'Dropbox'],
  [/^\.owncloudsync\.log/, 'ownCloud'],
  [/^\.nextcloudsync\.log|^\._?sync_[0-9a-f]+\.db$/, 'Nextcloud'],
  [/^\.tmp\.drive(download|upload)$|^\.shortcut-targets-by-id$/, 'Google Drive'],
  [/^\.849C9593-D756-4E56-8D6E-42412F2A707B$/i, 'OneDrive'],
  [/^\.seafile-data$/, 'Seafile'],
]

/** Where macOS keeps what File Provider programs sync, by the first word of their folder. */
const PRODUCT_BY_PROVIDER: Readonly<Record<string, string>> = {
  GoogleDrive: 'Google Drive',
  ProtonDrive: 'Proton Drive',
  iCloudDrive: 'iCloud Drive',
}

/** The program that keeps the place in step with other machines; undefined when none is known to. */
export function syncedFolder(facts: PlaceFacts): string | undefined {
  return byMark(facts) ?? byDeclaration(facts) ?? bySystemFolder(facts) ?? byName(facts)
}

function byMark({ namesByFolder, home, platform }: PlaceFacts): string | undefined {
  for (const [folder, names] of namesByFolder) {
    const found = PRODUCT_BY_MARK.find(([mark]) => names.some((name) => mark.test(name)))
    if (found) return found[1]
    // At home it is only where Dropbox keeps its settings.
    if (names.includes('.dropbox') && pathWithin(home, folder, platform)?.length !== 0) return 'Dropbox'
  }
  return undefined
}

function byDeclaration({ declaredRoots, path, platform }: PlaceFacts): string | undefined {
  return declaredRoots.find(({ folder }) => pathWithin(path, folder, platform))?.product
}

function bySystemFolder({ platform, home, path }: PlaceFacts): string | undefined {
  if (platform !== 'darwin') return undefined
  const library = pathWithin(path, pathOf(platform).join(home, 'Library'), platform)
  if (library?.[0]?.toLowerCase() === 'mobile documents') return 'iCloud Drive'
  if (library?.[0]?.toLowerCase() !== 'cloudstorage') return undefined
  const provider = library[1]?.split('-')[0] ?? ''
  return PRODUCT_BY_PROVIDER[provider] ?? (provider === '' ? 'a cloud drive' : provider)
}

/** Anywhere below the home, or at the top of another disk. Deeper down a name says little. */
function byName(facts: PlaceFacts): string | undefined {
  const { path, home, platform } = facts
  const atHome = pathWithin(path, home, platform)
  const steps = atHome ?? stepsOnDisk(facts).slice(0, 1)
  return PRODUCT_BY_NAME.find(([name]) => steps.some((step) => name.test(step)))?.[1]
}

function stepsOnDisk(facts: PlaceFacts): readonly string[] {
  const { path, platform } = facts
  return pathWithin(path, mountOf(facts)?.folder ?? pathOf(platform).parse(path).root, platform) ?? []
}
