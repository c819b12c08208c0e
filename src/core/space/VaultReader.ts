/** A file of a vault. `path` is relative to the vault, with forward slashes, as the file system spells it. */
export interface VaultFile {
  readonly path: string
  readonly sizeBytes: number
}

/** Something that was not carried over as it was, or not at all: where, what, and why in a few words. */
export interface Lost {
  readonly path: string
  readonly what: string
  readonly why: string
  /** What one can do about it: a sentence, the same for all to which it applies. */
  readonly next?: string
}

export interface VaultScan {
  /** Sorted by path. */
  readonly files: readonly VaultFile[]
  /** Relative paths, parents before children, without the vault itself; also empty ones. */
  readonly folders: readonly string[]
  readonly lost: readonly Lost[]
}

/** A folder of Markdown and other files to import, wherever it lies. */
export interface VaultReader {
  /** Shown to people. */
  readonly name: string
  /** The same for the same place, and telling nothing of it: 32 hex digits. */
  readonly id: string
  scan(): Promise<VaultScan>
  /** Rejects when the file has gone or cannot be read. `hash` is SHA-256 as 64 hex digits. */
  read(path: string): Promise<{ readonly bytes: Uint8Array; readonly hash: string }>
  /** An id of 32 hex digits that is always the same for the same parts. */
  idOf(...parts: readonly string[]): string
}
