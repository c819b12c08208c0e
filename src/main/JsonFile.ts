import { existsSync } from 'node:fs'
import { readFile, rename } from 'node:fs/promises'
import * as v from 'valibot'
import { writeFileAtomically } from './writeFileAtomically'

/** What a JsonFile tells of: it goes on by itself in every case. */
export type JsonFileTrouble =
  | { readonly what: 'set-aside'; readonly file: string; readonly keptAs: string; readonly reason: string }
  | { readonly what: 'not-read' | 'not-written'; readonly file: string; readonly reason: string }

/**
 * A small JSON file of the app's own, checked when read and replaced as a whole. A file that cannot be understood is set
 * aside under another name and the defaults are used, so that a broken setting never keeps the app from starting.
 */
export class JsonFile<T> {
  #wanted: T | undefined
  #writing: Promise<void> | undefined

  constructor(
    readonly file: string,
    readonly schema: v.GenericSchema<unknown, T>,
    readonly defaults: T,
    readonly onTrouble: (trouble: JsonFileTrouble) => void,
  ) {}

  async read(): Promise<T> {
    let text: string
    try {
      text = await readFile(this.file, 'utf8')
    } catch (error) {
      if (existsSync(this.file)) this.onTrouble({ what: 'not-read', file: this.file, reason: String(error) })
      return this.defaults
    }
    const parsed = v.safeParse(this.schema, parseJson(text))
    if (parsed.success) return parsed.output
    await this.#setAside(v.flatten(parsed.issues).root?.[0] ?? parsed.issues[0].message)
    return this.defaults
  }

  /** Writes the latest value; values given while one is being written are skipped for the newest. Never rejects. */
  write(value: T): Promise<void> {
    this.#wanted = value
    this.#writing ??= this.#writeWanted().finally(() => {
      this.#writing = undefined
    })
    return this.#writing
  }

  async #writeWanted(): Promise<void> {
    while (this.#wanted !== undefined) {
      const value = this.#wanted
      this.#wanted = undefined
      try {
        await writeFileAtomically(this.file, `${JSON.stringify(value, null, 2)}\n`)
      } catch (error) {
        this.onTrouble({ what: 'not-written', file: this.file, reason: String(error) })
      }
    }
  }

  async #setAside(reason: string): Promise<void> {
    const keptAs = `${this.file}.broken`
    const moved = await rename(this.file, keptAs).then(
      () => true,
      () => false,
    )
    this.onTrouble({ what: 'set-aside', file: this.file, keptAs: moved ? keptAs : this.file, reason })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
