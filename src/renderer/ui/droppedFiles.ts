/** What a person dropped or chose. */
export interface DroppedFiles {
  readonly files: readonly File[]
  /** Folders among it, which a browser gives as files that nobody can read. */
  readonly folderCount: number
}

/** To be called while the drop is told: afterwards nothing can be asked of its items. */
export function droppedFiles(items: readonly DataTransferItem[]): DroppedFiles {
  const given = items.filter(({ kind }) => kind === 'file')
  const files = given.filter((item) => item.webkitGetAsEntry()?.isDirectory !== true)
  return { files: files.flatMap((item) => item.getAsFile() ?? []), folderCount: given.length - files.length }
}
