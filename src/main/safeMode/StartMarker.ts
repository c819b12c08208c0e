import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import * as v from 'valibot'
import { writeFileAtomically } from '../writeFileAtomically'
import { FailedStarts, type StartRecord } from './FailedStarts'

const recordSchema: v.GenericSchema<unknown, StartRecord> = v.object({
  version: v.string(),
  failed: v.pipe(v.number(), v.integer(), v.minValue(0)),
})

/** The file that a start leaves behind when nothing came of it. A folder that cannot be written starts uncounted. */
export class StartMarker {
  private constructor(
    readonly file: string,
    readonly starts: FailedStarts,
  ) {}

  static async begin(file: string, version: string): Promise<StartMarker> {
    const starts = new FailedStarts(version, await read(file))
    await writeFileAtomically(file, `${JSON.stringify(starts.record)}\n`).catch(() => undefined)
    return new StartMarker(file, starts)
  }

  /** A window is usable. Not when Grove is quit: an empty window is quit too. Idempotent, and at once. */
  clear(): void {
    try {
      rmSync(this.file, { force: true })
    } catch {
      // What cannot be removed could not be written either.
    }
  }
}

/** Undefined also for what cannot be understood: this file must be the last to keep Grove from starting. */
async function read(file: string): Promise<StartRecord | undefined> {
  try {
    return v.parse(recordSchema, JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined
  }
}
