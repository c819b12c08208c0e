import * as v from 'valibot'
import type { AppSettings } from '../../../bridge/contract'
import { DEFAULT_SETTINGS, settingsSchema, type SettingsStore } from '../../../home/Settings'
import type { HomeDatabase } from './HomeDatabase'

/** The settings of the browser: one value in its database. */
export class BrowserSettingsStore implements SettingsStore {
  constructor(readonly database: HomeDatabase) {}

  async read(): Promise<AppSettings> {
    const checked = v.safeParse(settingsSchema, await this.database.read('settings'))
    return checked.success ? checked.output : DEFAULT_SETTINGS
  }

  async write(settings: AppSettings): Promise<void> {
    // Settings that cannot be kept are in effect all the same; what matters more has its own way of saying it.
    await this.database.write({ settings }).catch((error: unknown) => console.warn('settings not kept', error))
  }
}
