import type { ErrorDetail } from '../core/AppError'
import type { SpaceCipher } from '../core/keys/SpaceCipher'
import type { PersistenceLayer } from '../core/persistence/PersistenceLayer'
import type { Readable } from '../core/Readable'
import type { FileStore } from '../core/space/FileStore'
import type { OpenSpace } from '../core/space/OpenSpace'
import type { Role } from '../core/sync/Gate'
import type { LayerEntry } from './keyringData'
import type { ServerConnection } from './ServerConnection'

export interface LayerFilesState {
  readonly toSend: number
  readonly toReceive: number
  readonly problem: ErrorDetail | null
}

/** The files of a space on their way to a layer and back: beside the log, at their own pace. */
export interface LayerFiles {
  readonly state: Readable<LayerFilesState>
  /** A file was just stored here. */
  add(hash: string): void
  /** Brings a file here, before all others. Rejects with AppError when it cannot be had now. */
  fetch(hash: string): Promise<void>
  /** Looks for what is missing on either side. Resolves when nothing more can be done now; what failed is tried again. */
  syncNow(): Promise<void>
  /** The same, and also whether what is there is whole. */
  verify(): Promise<void>
  close(): Promise<void>
}

/** A layer that follows a space's journal, with what people see and do of it. */
export interface HomeLayer {
  readonly layer: PersistenceLayer
  readonly files: LayerFiles
  /** Null while unknown, and where there are no roles. */
  readonly role: () => Role | null
  /** Proves that everything can be read back, beyond comparing; rejects with AppError when not. Null where comparing is all. */
  readonly prove: (() => Promise<void>) | null
}

/** Which layer is to be made, and what it may be made of. */
export interface LayerOrder {
  readonly entry: LayerEntry
  readonly open: OpenSpace
  readonly cipher: SpaceCipher
  /** Where the space's files are here. */
  readonly files: FileStore
  /** For a layer on a server: its connection. */
  readonly server: () => ServerConnection
}

/** Makes a layer that is not open yet: only a home's `spaceManagerSetup.ts` knows how. */
export type MakeLayer = (order: LayerOrder) => HomeLayer
