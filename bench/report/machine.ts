import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, arch, totalmem } from 'node:os'

const OS_RELEASE = '/etc/os-release'
const FOLDERS = [new URL('../node_modules/', import.meta.url), new URL('../../node_modules/', import.meta.url)]
const LIBRARIES = [
  'better-sqlite3',
  'loro-crdt',
  'yjs',
  '@automerge/automerge',
  '@automerge/automerge-repo',
  'tinybase',
  'reptree',
  '@hocuspocus/server',
]

/** What measured, in one line. */
export function machine(): string {
  const system = existsSync(OS_RELEASE)
    ? (/^PRETTY_NAME="(.*)"$/m.exec(readFileSync(OS_RELEASE, 'utf8'))?.[1] ?? process.platform)
    : process.platform
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return `${availableParallelism()} cores (${arch()}), ${gigabytes} GiB, ${system}, Node ${process.versions.node}`
}

/** The systems that take part, each with its version. */
export function versions(): string {
  return LIBRARIES.flatMap((name) => {
    const file = FOLDERS.map((folder) => new URL(`${name}/package.json`, folder)).find((url) => existsSync(url))
    if (!file) return []
    const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
    return [`${name} ${version}`]
  }).join(', ')
}
