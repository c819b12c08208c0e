import * as v from 'valibot'
import type { AppSettings } from '../bridge/contract'
import { Writable, type Readable } from '../core/Readable'
import { JsonFile, type JsonFileTrouble } from './JsonFile'

const defaults: AppSettings = { theme: 'system', spellCheck: true, lastSpaceId: null, sidebarWidth: 260 }

const schema: v.GenericSchema<unknown, AppSettings> = v.object({
  theme: v.optional(v.picklist(['system', 'light', 'dark']), defaults.theme),
  spellCheck: v.optional(v.boolean(), defaults.spellCheck),
  lastSpaceId: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))), defaults.lastSpaceId),
  sidebarWidth: v.optional(v.pipe(v.number(), v.minValue(160), v.maxValue(600)), defaults.sidebarWidth),
})

/** The app's settings on this machine, in `settings.json` of the data folder. */
export class Settings {
  readonly #value: Writable<AppSettings>
  readonly #file: JsonFile<AppSettings>

  private constructor(file: JsonFile<AppSettings>, initial: AppSettings) {
    this.#file = file
    this.#value = new Writable(initial)
  }

  static async load(file: string, onTrouble: (trouble: JsonFileTrouble) => void): Promise<Settings> {
    const jsonFile = new JsonFile(file, schema, defaults, onTrouble)
    return new Settings(jsonFile, await jsonFile.read())
  }

  get value(): Readable<AppSettings> {
    return this.#value
  }

  /** In effect at once; the file follows. */
  change(changes: { readonly [K in keyof AppSettings]?: AppSettings[K] | undefined }): AppSettings {
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const changed: AppSettings = { ...this.#value.current, ...given }
    this.#value.set(changed)
    void this.#file.write(changed)
    return changed
  }

  /** Resolves when the file says what is in effect, or could not be written (`onTrouble` knows). */
  saved(): Promise<void> {
    return this.#file.write(this.#value.current)
  }
}
