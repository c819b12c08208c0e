import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'

/**
 * A copy of a packaged app that a test driver can steer: Playwright comes in by Node's inspector, which the fuses of a
 * package keep shut. That one fuse is all that differs; the package itself is not touched.
 */
export async function copyForDriver(app: string, program: string): Promise<{ program: string; remove(): void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'grove-driven-'))
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true })
  }
  const copy = path.join(folder, 'app')
  execFileSync('cp', ['--archive', app, copy])
  const binary = path.join(copy, program)
  await flipFuses(binary, { version: FuseVersion.V1, [FuseV1Options.EnableNodeCliInspectArguments]: true })
  return { program: binary, remove }
}
