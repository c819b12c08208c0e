import type { AppSettings } from '../bridge/contract'
import { DEFAULT_SETTINGS, settingsSchema } from '../home/Settings'
import { JsonFile, type JsonFileTrouble } from './JsonFile'

/** The settings of the desktop: `settings.json` in the data folder. */
export function settingsFile(file: string, onTrouble: (trouble: JsonFileTrouble) => void): JsonFile<AppSettings> {
  return new JsonFile(file, settingsSchema, DEFAULT_SETTINGS, onTrouble)
}
