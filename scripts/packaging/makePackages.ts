import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { ElectronRuntime } from '../electron/ElectronRuntime'
import { projectRoot } from '../projectRoot'
import { copyForDriver } from './copyForDriver'
import { packApp } from './packApp'

interface Packages {
  /** Where they are, for tests. */
  readonly env: Readonly<Record<string, string>>
  /** Removes what only tests need; the package stays in dist/test. */
  remove(): void
}

/** Where test packages say that updates come from. Nobody ever answers at a name that ends so. */
const feed = { GROVE_UPDATES_URL: 'https://updates.invalid/grove' }

/**
 * Makes the test build that tests look at: a Debian package, and the folder it is made of.
 *
 * @param withUpgrade makes a second one, of a higher version
 */
export async function makePackages(test: ElectronRuntime, withUpgrade: boolean): Promise<Packages> {
  const about = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  const output = path.join(projectRoot, 'dist/test')
  rmSync(output, { recursive: true, force: true })
  const only = { kind: 'deb', arch: 'x64' }
  const order = {
    system: 'linux',
    only,
    version: about.version,
    test,
    environment: { ...process.env, ...feed },
  } as const
  const [deb = ''] = await packApp(order)
  const env: Record<string, string> = { GROVE_DEB: deb, GROVE_PACKAGE: path.join(output, 'linux-unpacked') }
  if (withUpgrade) {
    const higher = about.version.replace(/^\d+/, (major) => String(Number(major) + 1))
    const upgrade = path.join(output, 'upgrade')
    env['GROVE_DEB_UPGRADE'] = (await packApp({ ...order, version: higher, output: upgrade }))[0] ?? ''
    return { env, remove: () => undefined }
  }
  const copy = await copyForDriver(env['GROVE_PACKAGE'] ?? '', 'grove-test')
  return {
    env: { ...env, GROVE_PACKAGED_PATH: copy.program },
    remove: () => {
      copy.remove()
    },
  }
}
