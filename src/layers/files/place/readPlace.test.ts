import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dropboxRoots, nextcloudRoots, oneDriveRoots } from './declaredRoots'
import { lookAtPlace } from './lookAtPlace'
import { readMacMounts, readProcMounts } from './readMounts'

describe('what systems and programs tell of places', () => {
  it('[DS5] Linux: the table of mounts, with spaces in names', () => {
    const text = 'proc /proc proc rw 0 0\n//nas/my\\040home /mnt/my\\040home cifs rw,user=ada 0 0\n\n'
    expect(readProcMounts(text)).toEqual([
      { folder: '/proc', type: 'proc' },
      { folder: '/mnt/my home', type: 'cifs' },
    ])
  })

  it('[DS5] macOS: what mount prints', () => {
    const text =
      '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n' +
      '//ada@nas._smb._tcp.local/my%20home on /Volumes/my home (smbfs, nodev, nosuid, mounted by ada)\n' +
      'map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)\n'
    expect(readMacMounts(text)).toEqual([
      { folder: '/', type: 'apfs' },
      { folder: '/Volumes/my home', type: 'smbfs' },
      { folder: '/System/Volumes/Data/home', type: 'autofs' },
    ])
  })

  it('[DS5] Dropbox, Nextcloud and OneDrive name their folders; what cannot be read names none', () => {
    const info = '{"personal": {"path": "/data/Dropbox", "host": 1}, "business": {"path": "/data/Work"}}'
    expect(dropboxRoots(info).map(({ folder }) => folder)).toEqual(['/data/Dropbox', '/data/Work'])
    expect(dropboxRoots('{"personal": 5}')).toEqual([])
    expect(dropboxRoots('')).toEqual([])
    const config =
      '[Accounts]\n0\\Folders\\1\\localPath=/home/ada/Cloud/\n0\\Folders\\2\\localPath=C:/Users/Ada/Two\r\n'
    expect(nextcloudRoots(config).map(({ folder }) => folder)).toEqual(['/home/ada/Cloud', 'C:/Users/Ada/Two'])
    expect(oneDriveRoots({ OneDrive: 'C:\\One', OneDriveCommercial: '' })).toEqual([
      { product: 'OneDrive', folder: 'C:\\One' },
    ])
  })
})

describe('lookAtPlace', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-place-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('[DS5] looks at real folders, those above them, and those that are yet to be made', async () => {
    await mkdir(path.join(folder, 'notes/deep'), { recursive: true })
    expect(await lookAtPlace(path.join(folder, 'notes/deep/new/Grove'))).toBeNull()
    await mkdir(path.join(folder, 'notes/.stfolder'))
    expect(await lookAtPlace(path.join(folder, 'notes/deep/new/Grove'))).toEqual({ kind: 'synced', name: 'Syncthing' })
    expect(await lookAtPlace(folder)).toBeNull()
  })

  it('[DS5] sees through links', async () => {
    await mkdir(path.join(folder, 'synced/.stfolder'), { recursive: true })
    await symlink(path.join(folder, 'synced'), path.join(folder, 'innocent'))
    expect((await lookAtPlace(path.join(folder, 'innocent/Grove')))?.name).toBe('Syncthing')
  })
})
