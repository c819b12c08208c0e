import { readFileSync, rmSync } from 'node:fs'
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

  /** What earlier starts left behind; counts nothing. */
  static look(file: string, version: string): FailedStarts {
    return new FailedStarts(version, read(file))
  }

  static async begin(file: string, version: string): Promise<StartMarker> {
    const starts = StartMarker.look(file, version)
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
function read(file: string): StartRecord | undefined {
  try {
    return v.parse(recordSchema, JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
