import { plainFileName } from '../../../core/plainFileName'

/** How the zip file of something of this name is called. */
export function zipNameOf(name: string): string {
  return plainFileName(`${name}.zip`)
}

/** Choosing a file made it, empty: where nothing was written it goes again. Not every browser can remove one. */
export async function removeEmpty(file: FileSystemFileHandle & { remove?: () => Promise<void> }): Promise<void> {
  const found = await file.getFile().catch(() => undefined)
  if (found?.size === 0) await file.remove?.().catch(() => undefined)
}
