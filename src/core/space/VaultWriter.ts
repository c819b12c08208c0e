/** A new folder that Markdown and other files are written into, wherever it lies. Paths as in `VaultReader`. */
export interface VaultWriter {
  /** With all folders above it. */
  addFolder(path: string): Promise<void>
  /** Makes folders as needed. Rejects with AppError `not-exported`, also when something of this name is there. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Removes all of it again. */
  discard(): Promise<void>
}
