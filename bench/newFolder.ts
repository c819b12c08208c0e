import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For what a measurement keeps on disk, on the disk that GROVE_BENCH_DIR names. */
export function newFolder(): string {
  return mkdtempSync(join(process.env['GROVE_BENCH_DIR'] ?? tmpdir(), 'grove-bench-'))
}
