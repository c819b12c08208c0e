import { userInfo } from 'node:os'
import type { AppSettings } from '../bridge/contract'
import { defaultSettings, settingsSchema } from '../home/Settings'
import { JsonFile, type JsonFileTrouble } from './JsonFile'

/** The settings of the desktop: `settings.json` in the data folder. */
export function settingsFile(file: string, onTrouble: (trouble: JsonFileTrouble) => void): JsonFile<AppSettings> {
  const defaults = defaultSettings(systemUserName())
  return new JsonFile(file, settingsSchema(defaults), defaults, onTrouble)
}

/** Empty where the system knows no name, as for a user without an entry. */
function systemUserName(): string {
  try {
    return userInfo().username.slice(0, 60)
  } catch {
    return ''
  }
}
