import { rm } from 'node:fs/promises'

/** A folder and all in it; the processes of an app that has just ended may still be writing there. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}
