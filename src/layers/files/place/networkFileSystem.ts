import type { Mount, PlaceFacts } from './PlaceFacts'
import { pathWithin } from './pathWithin'

/** File systems behind a wire, by what mount tables call them. Their locks cannot be trusted with a live database. */
const NAME_BY_TYPE: Readonly<Record<string, string>> = {
  nfs: 'NFS',
  nfs4: 'NFS',
  cifs: 'SMB',
  smb3: 'SMB',
  smbfs: 'SMB',
  afpfs: 'AFP',
  afs: 'AFS',
  ncpfs: 'NetWare',
  webdav: 'WebDAV',
  davfs: 'WebDAV',
  ftp: 'FTP',
  ceph: 'Ceph',
  lustre: 'Lustre',
  glusterfs: 'GlusterFS',
  beegfs: 'BeeGFS',
  coda: 'Coda',
  '9p': '9p',
  virtiofs: 'virtiofs',
  vboxsf: 'VirtualBox',
  vmhgfs: 'VMware',
  prl_fs: 'Parallels',
}

/** Programs that mount something of this machine's own through FUSE. All other FUSE file systems count as far away. */
const LOCAL_FUSE =
  /^fuseblk$|^fuse\.(ntfs|ntfs-3g|exfat|ext[234]?|gocryptfs|cryfs|encfs|ecryptfs|veracrypt|mergerfs|bindfs|unionfs|fuse-overlayfs|apfs|hfs\w*)$/
const FAR_FUSE: readonly (readonly [RegExp, string])[] = [
  [/sshfs/, 'SSHFS'],
  [/rclone/, 'rclone'],
  [/google-drive|drivefs/, 'Google Drive'],
  [/onedriver/, 'OneDrive'],
  [/pcloud/i, 'pCloud'],
  [/gvfsd/, 'GNOME’s network folders'],
  [/s3fs|gcsfuse|goofys/, 'cloud storage'],
  [/glusterfs/, 'GlusterFS'],
  [/ceph/, 'Ceph'],
  [/davfs/, 'WebDAV'],
  [/vmhgfs/, 'VMware'],
]

/** The numbers of statfs(2) on Linux. */
const NAME_BY_NUMBER: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x01021997, '9p'],
  [0x00c36400, 'Ceph'],
  [0x5346414f, 'AFS'],
  [0x73757245, 'Coda'],
  [0x0bd00bd0, 'Lustre'],
])

/** What kind of network file system the place is on; undefined when it is a disk of this machine, as far as one can see. */
export function networkFileSystem(facts: PlaceFacts): string | undefined {
  if (facts.platform === 'win32') return /^\\\\(\?\\UNC\\|(?![?.]\\))/i.test(facts.path) ? 'Windows sharing' : undefined
  const mount = mountOf(facts)
  if (mount) return nameOfType(mount.type)
  return facts.fileSystemType === undefined ? undefined : NAME_BY_NUMBER.get(facts.fileSystemType >>> 0)
}

/** The mount that the path lies on: the deepest, and of those on one folder the latest. */
export function mountOf({ mounts, path, platform }: PlaceFacts): Mount | undefined {
  return mounts.reduce<Mount | undefined>((deepest, mount) => {
    if (pathWithin(path, mount.folder, platform) === undefined) return deepest
    return deepest && deepest.folder.length > mount.folder.length ? deepest : mount
  }, undefined)
}

function nameOfType(type: string): string | undefined {
  const known = NAME_BY_TYPE[type]
  if (known !== undefined) return known
  if (!/^(mac|osx)?fuse/.test(type) || LOCAL_FUSE.test(type)) return undefined
  return FAR_FUSE.find(([pattern]) => pattern.test(type))?.[1] ?? 'FUSE'
}
