import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('..', import.meta.url))

/** Installs the systems Grove is measured against, as bench/package-lock.json names them, if they are not there. */
export function requirePeers(): void {
  if (existsSync(new URL('../node_modules/.package-lock.json', import.meta.url))) return
  console.error('Installing the systems to compare with (bench/package.json) ...')
  const { status } = spawnSync('npm', ['ci', '--prefix', FOLDER, '--no-audit', '--no-fund'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('npm ci --prefix bench failed')
}
