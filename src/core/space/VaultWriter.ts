/** A new folder, or one file that stands for it, that Markdown and other files are written into. Paths as in `VaultReader`. */
export interface VaultWriter {
  /** With all folders above it. */
  addFolder(path: string): Promise<void>
  /** Makes folders as needed. Rejects with AppError `not-exported`, also when something of this name is there. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** All is written: it is whole when this resolves. Rejects like `write`. */
  finish(): Promise<void>
  /** Removes all of it again. */
  discard(): Promise<void>
}
