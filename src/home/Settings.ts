import * as v from 'valibot'
import type { AppSettings } from '../bridge/contract'
import { Writable, type Readable } from '../core/Readable'

/** Where a home keeps its settings. What it reads is complete: a value that is missing or wrong is the default. */
export interface SettingsStore {
  read(): Promise<AppSettings>
  /** Never rejects; trouble is told elsewhere. */
  write(settings: AppSettings): Promise<void>
}

export const DEFAULT_SETTINGS: AppSettings = {
  theme: 'system',
  spellCheck: true,
  lastSpaceId: null,
  sidebarWidth: 260,
  userName: '',
  looksForUpdates: true,
}

/** Settings that came from outside, with the defaults for what is missing. */
export const settingsSchema: v.GenericSchema<unknown, AppSettings> = v.object({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), DEFAULT_SETTINGS.theme),
  spellCheck: v.optional(v.boolean(), DEFAULT_SETTINGS.spellCheck),
  lastSpaceId: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))), DEFAULT_SETTINGS.lastSpaceId),
  sidebarWidth: v.optional(v.pipe(v.number(), v.minValue(160), v.maxValue(600)), DEFAULT_SETTINGS.sidebarWidth),
  userName: v.optional(v.pipe(v.string(), v.maxLength(60)), DEFAULT_SETTINGS.userName),
  looksForUpdates: v.optional(v.boolean(), DEFAULT_SETTINGS.looksForUpdates),
})

/** The app's settings on this machine, the same in all windows. */
export class Settings {
  readonly #value: Writable<AppSettings>

  private constructor(
    readonly store: SettingsStore,
    initial: AppSettings,
  ) {
    this.#value = new Writable(initial)
  }

  static async load(store: SettingsStore): Promise<Settings> {
    return new Settings(store, await store.read())
  }

  get value(): Readable<AppSettings> {
    return this.#value
  }

  /** In effect at once; what is kept follows. */
  change(changes: { readonly [K in keyof AppSettings]?: AppSettings[K] | undefined }): AppSettings {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const changed: AppSettings = { ...this.#value.current, ...given }
    this.#value.set(changed)
    void this.store.write(changed)
    return changed
  }

  /** Resolves when what is in effect is kept, or could not be. */
  saved(): Promise<void> {
    return this.store.write(this.#value.current)
  }
}
