import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { CrashSummary } from '../../bridge/contract'

const KEEP_MS = 30 * 24 * 60 * 60 * 1000
const KEEP_COUNT = 20

interface Report extends CrashSummary {
  readonly file: string
}

/** What Chromium wrote down when a process of Grove's crashed. It stays in a folder of this machine. */
export class CrashReports {
  constructor(readonly folder: string) {}

  /** The newest first. */
  async list(): Promise<readonly CrashSummary[]> {
    return (await this.#reports()).map(({ at, sizeBytes }) => ({ at, sizeBytes }))
  }

  /** Removes those nobody will look at any more: older than 30 days, or beyond the newest 20. */
  async prune(now: number): Promise<void> {
    const reports = await this.#reports()
    const old = reports.filter(({ at }, index) => index >= KEEP_COUNT || now - at > KEEP_MS)
    await Promise.all(old.map(({ file }) => rm(file, { force: true })))
  }

  async #reports(): Promise<Report[]> {
    // Linux and macOS keep finished ones in `completed` and `pending`, Windows in `reports`.
    const names = await readdir(this.folder, { recursive: true }).catch((): string[] => [])
    const dumps = names.filter((name) => name.endsWith('.dmp')).map((name) => path.join(this.folder, name))
    const reports = await Promise.all(
      dumps.map(async (file) => {
        const found = await stat(file).catch(() => undefined)
        return found ? [{ file, at: Math.round(found.mtimeMs), sizeBytes: found.size }] : []
      }),
    )
    return reports.flat().sort((a, b) => b.at - a.at)
  }
}
