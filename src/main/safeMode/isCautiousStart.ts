import { DataFolder } from '../../layers/runtime/DataFolder'
import { readDataFolderPointer } from '../../layers/runtime/dataFolderPointer'
import type { LaunchOptions } from '../launchOptions'
import { StartMarker } from './StartMarker'

/**
 * Whether this start is in safe mode or about to offer it. Told before Electron is ready, when the data folder is not open
 * yet and the graphics card can still be left out.
 */
export function isCautiousStart(
  { isSafeMode, dataFolder }: Pick<LaunchOptions, 'isSafeMode' | 'dataFolder'>,
  usualFolder: string,
  version: string,
): boolean {
  if (isSafeMode) return true
  try {
    const root = dataFolder ?? readDataFolderPointer(usualFolder).folder ?? usualFolder
    return StartMarker.look(new DataFolder(root).starting, version).shouldOffer
  } catch {
    // Whatever is wrong with the pointer is asked about once there is a window to ask in.
    return false
  }
}
