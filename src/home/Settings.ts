import * as v from 'valibot'
import type { AppSettings } from '../bridge/contract'
import { Writable, type Readable } from '../core/Readable'

/** Where a home keeps its settings. What it reads is complete: a value that is missing or wrong is the default. */
export interface SettingsStore {
  read(): Promise<AppSettings>
  /** Never rejects; trouble is told elsewhere. */
  write(settings: AppSettings): Promise<void>
}

/** Reads settings that came from outside, with `defaults` for what is missing. */
export function settingsSchema(defaults: AppSettings): v.GenericSchema<unknown, AppSettings> {
  return v.object({
    theme: v.optional(v.picklist(['system', 'light', 'dark']), defaults.theme),
    spellCheck: v.optional(v.boolean(), defaults.spellCheck),
    lastSpaceId: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))), defaults.lastSpaceId),
    sidebarWidth: v.optional(v.pipe(v.number(), v.minValue(160), v.maxValue(600)), defaults.sidebarWidth),
    userName: v.optional(v.pipe(v.string(), v.maxLength(60)), defaults.userName),
    looksForUpdates: v.optional(v.boolean(), defaults.looksForUpdates),
  })
}

export function defaultSettings(userName: string): AppSettings {
  return {
    theme: 'system',
    spellCheck: true,
    lastSpaceId: null,
    sidebarWidth: 260,
    userName,
    looksForUpdates: true,
  }
}

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
