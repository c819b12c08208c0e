import { describe, expect, it } from 'vitest'
import type { Mount, PlaceFacts } from './PlaceFacts'
import { placeReason, placeTrouble } from './placeTrouble'

const DISK: readonly Mount[] = [{ folder: '/', type: 'ext4' }]

function facts(platform: NodeJS.Platform, path: string, more: Partial<PlaceFacts> = {}): PlaceFacts {
  const home = { win32: 'C:\\Users\\Ada', darwin: '/Users/ada' }[platform as string] ?? '/home/ada'
  const mounts = platform === 'win32' ? [] : DISK
  const nothing = { fileSystemType: undefined, namesByFolder: new Map(), declaredRoots: [] }
  return { platform, path, home, mounts, ...nothing, ...more }
}

function marked(folder: string, name: string): Partial<PlaceFacts> {
  return { namesByFolder: new Map([[folder, ['a page.md', name]]]) }
}

function mounted(folder: string, type: string): Partial<PlaceFacts> {
  return { mounts: [...DISK, { folder, type }] }
}

function declared(product: string, folder: string): Partial<PlaceFacts> {
  return { declaredRoots: [{ product, folder }] }
}

describe('a folder that a program keeps in step', () => {
  it.each<[string, PlaceFacts]>([
    ['Dropbox', facts('linux', '/home/ada/Dropbox/Grove')],
    ['Dropbox', facts('linux', '/home/ada/Dropbox (Work)')],
    ['Dropbox', facts('darwin', '/Users/ada/Library/CloudStorage/Dropbox/Grove')],
    ['Dropbox', facts('win32', 'D:\\dropbox\\Grove')],
    ['Dropbox', facts('linux', '/data/box/Grove', declared('Dropbox', '/data/box'))],
    ['Dropbox', facts('linux', '/data/box/Grove', marked('/data/box', '.dropbox.cache'))],
    ['Dropbox', facts('win32', 'E:\\cloud\\Grove', marked('E:\\cloud', '.dropbox'))],
    ['OneDrive', facts('win32', 'C:\\Users\\Ada\\OneDrive\\Documents\\Grove')],
    ['OneDrive', facts('win32', 'C:\\Users\\Ada\\OneDrive - Analytical Engines\\Grove')],
    ['OneDrive', facts('win32', 'D:\\Work\\Grove', declared('OneDrive', 'd:\\work'))],
    ['OneDrive', facts('darwin', '/Users/ada/Library/CloudStorage/OneDrive-Personal/Grove')],
    ['OneDrive', facts('linux', '/home/ada/OneDrive/Grove')],
    ['OneDrive', facts('linux', '/home/ada/Cloud', mounted('/home/ada/Cloud', 'fuse.onedriver'))],
    ['iCloud Drive', facts('darwin', '/Users/ada/Library/Mobile Documents/com~apple~CloudDocs/Grove')],
    ['iCloud Drive', facts('darwin', '/Users/ada/Documents/Grove', declared('iCloud Drive', '/Users/ada/Documents'))],
    ['iCloud Drive', facts('win32', 'C:\\Users\\Ada\\iCloudDrive\\Grove')],
    ['Google Drive', facts('darwin', '/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.org/My Drive')],
    ['Google Drive', facts('win32', 'G:\\My Drive\\Grove')],
    ['Google Drive', facts('win32', 'G:\\Meine Ablage\\Grove', marked('G:\\', '.shortcut-targets-by-id'))],
    ['Google Drive', facts('win32', 'C:\\Users\\Ada\\Files', marked('C:\\Users\\Ada\\Files', '.tmp.driveupload'))],
    ['Google Drive', facts('linux', '/mnt/g/Grove', mounted('/mnt/g', 'fuse.google-drive-ocamlfuse'))],
    ['Syncthing', facts('linux', '/home/ada/Notes/Grove', marked('/home/ada/Notes', '.stfolder'))],
    ['Syncthing', facts('win32', 'C:\\Notes\\Grove', marked('C:\\Notes', '.stfolder'))],
    ['Syncthing', facts('darwin', '/Users/ada/Sync', marked('/Users/ada/Sync', '.stfolder'))],
    ['Nextcloud', facts('linux', '/home/ada/Nextcloud/Grove')],
    ['Nextcloud', facts('win32', 'C:\\Users\\Ada\\Nextcloud2\\Grove')],
    ['Nextcloud', facts('darwin', '/Users/ada/Cloud/Grove', marked('/Users/ada/Cloud', '.sync_0f3a9c.db'))],
    ['Nextcloud', facts('linux', '/data/cloud/Grove', declared('Nextcloud', '/data/cloud'))],
    ['ownCloud', facts('linux', '/home/ada/Work', marked('/home/ada/Work', '.owncloudsync.log'))],
    ['Proton Drive', facts('darwin', '/Users/ada/Library/CloudStorage/ProtonDrive-ada/Grove')],
    ['Tresorit', facts('darwin', '/Users/ada/Library/CloudStorage/Tresorit-ada/Grove')],
    ['MEGA', facts('linux', '/home/ada/MEGA/Grove')],
    ['Seafile', facts('linux', '/home/ada/Libraries/Grove', marked('/home/ada/Libraries', '.seafile-data'))],
  ])('[DS5] of %s is recognised (%#)', (name, place) => {
    expect(placeTrouble(place)?.name).toBe(name)
  })
})

describe('a network drive', () => {
  it.each<[string, PlaceFacts]>([
    ['NFS', facts('linux', '/home/ada/.config/Grove', mounted('/home', 'nfs4'))],
    ['SMB', facts('linux', '/mnt/nas/Grove', mounted('/mnt/nas', 'cifs'))],
    ['SSHFS', facts('linux', '/home/ada/far/Grove', mounted('/home/ada/far', 'fuse.sshfs'))],
    ['rclone', facts('linux', '/mnt/r/Grove', mounted('/mnt/r', 'fuse.rclone'))],
    ['FUSE', facts('linux', '/mnt/x/Grove', mounted('/mnt/x', 'fuse.somethingnew'))],
    [
      'GNOME’s network folders',
      facts('linux', '/run/user/1000/gvfs/x', mounted('/run/user/1000/gvfs', 'fuse.gvfsd-fuse')),
    ],
    ['9p', facts('linux', '/mnt/c/Users/Ada/Grove', mounted('/mnt/c', '9p'))],
    ['NFS', facts('linux', '/srv/Grove', { mounts: [], fileSystemType: 0x6969 })],
    ['SMB', facts('linux', '/srv/Grove', { mounts: [], fileSystemType: -0xacb2be })],
    ['Windows sharing', facts('win32', '\\\\nas\\home\\Grove')],
    ['Windows sharing', facts('win32', '\\\\?\\UNC\\nas\\home\\Grove')],
    ['SMB', facts('darwin', '/Volumes/home/Grove', mounted('/Volumes/home', 'smbfs'))],
    ['NFS', facts('darwin', '/Volumes/lab/Grove', mounted('/Volumes/lab', 'nfs'))],
    ['SSHFS', facts('darwin', '/Volumes/far', mounted('/Volumes/far', 'macfuse.sshfs'))],
  ])('[DS5] by %s is recognised (%#)', (name, place) => {
    expect(placeTrouble(place)).toEqual({ kind: 'network', name })
  })
})

describe('a disk of this machine', () => {
  it.each<[string, PlaceFacts]>([
    ['the usual folder on Linux', facts('linux', '/home/ada/.config/Grove')],
    ['the usual folder on Windows', facts('win32', 'C:\\Users\\Ada\\AppData\\Roaming\\Grove')],
    ['the usual folder on macOS', facts('darwin', '/Users/ada/Library/Application Support/Grove')],
    ['the home of a person called Nextcloud', facts('linux', '/home/nextcloud/Grove', { home: '/home/nextcloud' })],
    ['a home with the settings of Dropbox in it', facts('linux', '/home/ada/Grove', marked('/home/ada', '.dropbox'))],
    ['a folder beside a synced one', facts('linux', '/home/ada/Grove', declared('Dropbox', '/home/ada/Grove box'))],
    ['a stick', facts('linux', '/media/ada/stick/Grove', mounted('/media/ada/stick', 'fuseblk'))],
    ['an encrypted folder', facts('linux', '/home/ada/Vault', mounted('/home/ada/Vault', 'fuse.gocryptfs'))],
    ['a container', facts('linux', '/data', { mounts: [{ folder: '/', type: 'overlay' }] })],
    [
      'a disk below a network drive',
      facts('linux', '/net/disk/a', {
        mounts: [
          { folder: '/net', type: 'nfs' },
          { folder: '/net/disk', type: 'ext4' },
        ],
      }),
    ],
    ['another disk of Windows', facts('win32', 'D:\\Grove')],
    ['a long path of Windows', facts('win32', '\\\\?\\C:\\Grove')],
    ['another disk of a Mac', facts('darwin', '/Volumes/Data/Grove', mounted('/Volumes/Data', 'apfs'))],
    ['a page about a product', facts('linux', '/srv/archive/reviews/Dropbox')],
  ])('[DS5] %s is taken', (_what, place) => {
    expect(placeTrouble(place)).toBeNull()
  })

  it('[DS5] the reason names who is there', () => {
    expect(placeReason({ kind: 'synced', name: 'Syncthing' })).toMatch(/kept in step by Syncthing/)
    expect(placeReason({ kind: 'network', name: 'NFS' })).toMatch(/network drive \(NFS\)/)
  })
})
