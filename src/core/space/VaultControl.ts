export interface VaultProgress {
  readonly done: number
  readonly total: number
  readonly path: string
  /** It is not here, and being brought from elsewhere: that may take a while. */
  readonly isComing?: boolean
}

/** What lets a person stop an import or export and see how far it is, and the program breathe in between. */
export interface VaultControl {
  readonly onProgress?: (progress: VaultProgress) => void
  readonly signal?: { readonly aborted: boolean }
  /** Awaited between files, so that other work gets its turn. */
  readonly pause?: () => Promise<void>
}
