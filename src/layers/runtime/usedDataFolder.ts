import { readDataFolderPointer } from './dataFolderPointer'
import { usualDataFolder } from './usualDataFolder'

/** Where the app's data is now: where it was moved, else the usual place. */
export function usedDataFolder(usual: string = usualDataFolder()): string {
  try {
    return readDataFolderPointer(usual).folder ?? usual
  } catch {
    // The app asks; here whoever is in doubt says `--data`.
    return usual
  }
}
