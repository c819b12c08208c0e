import { existsSync, readFileSync } from 'node:fs'

/** Packages whose name got the suffix `t64` in Debian 13 and Ubuntu 24.04. */
const renamed = new Set(['libgtk-3-0', 'libasound2', 'libatk-bridge2.0-0'])

/** The one command that installs these Debian packages here, or the closest thing to say where there is no apt. */
export function installCommand(packages: readonly string[]): string {
  if (!existsSync('/usr/bin/apt-get')) return `install ${packages.join(' ')}   (these are Debian's names)`
  const asRoot = process.getuid?.() === 0 ? '' : 'sudo '
  const names = [...new Set(packages)].map((name) => (renamed.has(name) && hasTime64Names() ? `${name}t64` : name))
  return `${asRoot}apt-get update && ${asRoot}apt-get install -y ${names.join(' ')}`
}

function hasTime64Names(): boolean {
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const name = /^ID=(\w+)/m.exec(release)?.[1]
  const version = Number(/^VERSION_ID="?([\d.]+)/m.exec(release)?.[1])
  return (name === 'debian' && version >= 13) || (name === 'ubuntu' && version >= 24.04)
}
