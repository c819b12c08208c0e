import type { ErrorDetail } from '../core/AppError'

/*
 * What windows are told of the places that keep spaces: servers, devices, members, backups, and how far each is.
 */

export type Role = 'owner' | 'editor' | 'viewer'

export interface KeysState {
  /** `system`: the OS key store. `passphrase`: none there, a passphrase seals them. `memory`: neither; gone when Grove ends. */
  readonly kind: 'system' | 'passphrase' | 'memory'
  /** A passphrase was set and not entered yet. */
  readonly isLocked: boolean
}

export interface ServerSummary {
  /** `https://host[:port]`, without a slash at the end. */
  readonly url: string
  readonly user: string
  readonly isSignedIn: boolean
  readonly problem: ErrorDetail | null
}

export interface DeviceSummary {
  readonly id: string
  readonly name: string
  readonly createdAt: number
  readonly lastSeenAt: number | null
  readonly isCurrent: boolean
}

export interface RemoteSpaceSummary {
  readonly id: string
  /** Null when the key is not here. */
  readonly name: string | null
  readonly role: Role
  readonly members: number
  readonly sizeBytes: number
  readonly isEncrypted: boolean
  /** Already on this machine. */
  readonly isHere: boolean
  readonly needsKey: boolean
}

export interface QuarantinedChange {
  readonly treeId: string
  readonly documentName: string | null
  readonly detail: ErrorDetail
}

/** One layer that follows a space's journal, as people see it. */
export interface LayerSummary {
  readonly layerId: string
  readonly kind: 'server' | 'backup'
  /** The server's address, or the folder. */
  readonly place: string
  readonly state:
    'opening' | 'catching-up' | 'in-step' | 'offline' | 'failing' | 'refused' | 'paused' | 'held' | 'closed'
  /** True only while counts and fingerprints of both sides were equal when last compared. */
  readonly isVerified: boolean
  readonly verifiedAt: number | null
  /** Packs still to be given and taken; null when unknown. */
  readonly toSend: number
  readonly toReceive: number | null
  readonly error: ErrorDetail | null
  readonly role: Role | null
  readonly isEncrypted: boolean
  /** Of a backup: the folder of an older, unencrypted one of the space that it took the place of. */
  readonly olderPlace: string | null
  readonly quarantined: readonly QuarantinedChange[]
  /** Set while an inbound batch waits for a person's word. */
  readonly fuse: { readonly documents: number; readonly total: number } | null
  readonly files: {
    readonly toSend: number
    readonly toReceive: number
    readonly problem: ErrorDetail | null
  }
}

export interface SpaceSyncSummary {
  readonly spaceId: string
  readonly layers: readonly LayerSummary[]
  readonly hasKey: boolean
  readonly isKitChecked: boolean
}

export interface RecoveryKit {
  readonly spaceId: string
  readonly spaceName: string
  readonly words: readonly string[]
  readonly isChecked: boolean
  /** Which words (from 0) are to be typed back. */
  readonly ask: readonly number[]
}

export interface LinkLook {
  readonly server: string
  readonly spaceId: string
  readonly spaceName: string
  readonly role: Role
  readonly expiresAt: number
  /** The account of this device on that server. */
  readonly signedInAs: string | null
  readonly isHere: boolean
}

export interface MemberSummary {
  readonly user: string
  readonly role: Role
  readonly since: number
  readonly isMe: boolean
}

export interface InviteSummary {
  readonly id: string
  readonly role: Role
  readonly madeBy: string
  readonly createdAt: number
  readonly expiresAt: number
}

export interface DocumentPlace {
  readonly layerId: string
  readonly place: string
  /** All changes of the document are durable there. */
  readonly isThere: boolean
  readonly isVerified: boolean
}

export interface RestorePointSummary {
  readonly id: string
  readonly madeAt: number
  readonly place: string
  readonly documents: number
}

export interface SecretSummary {
  readonly key: string
  readonly version: number
  readonly value: string
}

export interface BackupLook {
  readonly folder: string
  readonly spaceId: string
  /** Null when it is sealed and its key is not here. */
  readonly spaceName: string | null
  readonly isEncrypted: boolean
  readonly needsWords: boolean
  readonly writtenAt: number | null
  readonly isHere: boolean
}
