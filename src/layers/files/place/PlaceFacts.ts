/** One line of the system's table of mounts. */
export interface Mount {
  readonly folder: string
  /** `ext4`, `nfs4`, `fuse.sshfs`, `smbfs`, ... */
  readonly type: string
}

/** A folder that a syncing program says it keeps in step. */
export interface DeclaredRoot {
  readonly product: string
  readonly folder: string
}

/** All that is known of a place before judging it. */
export interface PlaceFacts {
  readonly platform: NodeJS.Platform
  /** Absolute and real: without symbolic links, and on Windows without mapped drives. */
  readonly path: string
  readonly home: string
  /** Empty where the system has no such table. */
  readonly mounts: readonly Mount[]
  /** What statfs says of the file system, for where no table can be read. */
  readonly fileSystemType: number | undefined
  /** What lies in the folder and in each above it; those that cannot be read are left out. */
  readonly namesByFolder: ReadonlyMap<string, readonly string[]>
  readonly declaredRoots: readonly DeclaredRoot[]
}

/** Why a live database must not lie somewhere. */
export interface PlaceTrouble {
  readonly kind: 'synced' | 'network'
  /** `Dropbox`, `NFS`: as people call it. */
  readonly name: string
}
