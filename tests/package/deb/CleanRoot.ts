import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cacheFolder } from '../../../scripts/electron/cacheFolder'

const release = 'bookworm'
const entrance = path.join(import.meta.dirname, 'enter-root.sh')
const person = 'ada'

/**
 * A Debian 12 with nothing in it but what every Debian has, and one ordinary user. It is bootstrapped once, into the
 * cache, from this machine's own mirror; each instance is a fresh layer over that. Linux and root only.
 */
export class CleanRoot {
  readonly #folder: string

  /** @param debs files that the root sees in /mnt */
  constructor(debs: readonly string[]) {
    this.#folder = mkdtempSync(path.join(tmpdir(), 'grove-root-'))
    for (const name of ['upper', 'work', 'root', 'debs']) mkdirSync(path.join(this.#folder, name))
    symlinkSync(bootstrapped(), path.join(this.#folder, 'base'))
    const archives = path.join(cacheFolder, `${release}-archives`)
    mkdirSync(path.join(archives, 'partial'), { recursive: true })
    symlinkSync(archives, path.join(this.#folder, 'archives'))
    for (const deb of debs) cpSync(deb, path.join(this.#folder, 'debs', path.basename(deb)))
  }

  /** Where a path of the root is for those outside, once it was written to. */
  outside(inside: string): string {
    return path.join(this.#folder, 'upper', inside)
  }

  /** Runs a command as root to its end and resolves with all it printed; throws when it failed. */
  run(program: string, ...args: string[]): string {
    const env = {
      PATH: '/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
      DEBIAN_FRONTEND: 'noninteractive',
      LANG: 'C.UTF-8',
    }
    const [first, ...rest] = this.#command([program, ...args])
    return execFileSync(first!, rest, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  }

  /** Starts a command as the ordinary user, who has a display; it and all it starts end with the process. */
  startAsUser(display: string, command: readonly string[]): ChildProcess {
    const home = `/home/${person}`
    const env = ['-i', `HOME=${home}`, `USER=${person}`, 'PATH=/usr/bin:/bin', 'LANG=C.UTF-8', `DISPLAY=${display}`]
    const asUser = ['setpriv', `--reuid=${person}`, `--regid=${person}`, '--init-groups', 'env', ...env, ...command]
    const [first, ...rest] = this.#command(asUser)
    return spawn(first!, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #command(command: readonly string[]): string[] {
    const namespaces = ['--mount', '--pid', '--ipc', '--uts', '--fork', '--kill-child']
    return ['unshare', ...namespaces, entrance, this.#folder, ...command]
  }
}

/** The layer below, made whole or not at all. */
function bootstrapped(): string {
  const base = path.join(cacheFolder, `${release}-root`)
  if (existsSync(base)) return base
  mkdirSync(cacheFolder, { recursive: true })
  const draft = mkdtempSync(path.join(cacheFolder, 'draft-'))
  try {
    chmodSync(draft, 0o755)
    const site = mirror()
    execFileSync('debootstrap', ['--variant=minbase', release, draft, site], { stdio: ['ignore', 'ignore', 'inherit'] })
    // How this machine reaches its mirror, it may be by a proxy.
    const acquire = execFileSync('apt-config', ['dump', 'Acquire'], { encoding: 'utf8' })
    writeFileSync(path.join(draft, 'etc/apt/apt.conf.d/00machine'), acquire)
    const sources = ['', '-updates'].map((suite) => `deb ${site} ${release}${suite} main\n`)
    writeFileSync(path.join(draft, 'etc/apt/sources.list'), sources.join(''))
    execFileSync('chroot', [draft, 'apt-get', 'update', '-qq'], { stdio: 'inherit' })
    execFileSync('chroot', [draft, 'useradd', '--create-home', person])
    renameSync(draft, base)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
  return base
}

/** Where apt of this machine gets Debian from. */
function mirror(): string {
  const args = ['indextargets', '--format', '$(SITE)', 'Created-By: Packages', 'Component: main']
  const sites = execFileSync('apt-get', args, { encoding: 'utf8' }).split('\n')
  return sites.find((site) => /debian\/?$/.test(site)) ?? 'http://deb.debian.org/debian'
}
