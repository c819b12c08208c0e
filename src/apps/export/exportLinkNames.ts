import type { LinkNames } from '../page/markdown/writing/LinkNames'
import type { ExportPlan } from './planExport'

/** What entries are called in the files that were made of them, seen from the file at `fromPath`. */
export function exportLinkNames({ pathById }: Pick<ExportPlan, 'pathById'>): (fromPath: string) => LinkNames {
  const countByName = new Map<string, number>()
  const count = (name: string): number => countByName.get(name.toLowerCase()) ?? 0
  for (const path of pathById.values()) countByName.set(nameOf(path).toLowerCase(), count(nameOf(path)) + 1)
  return (fromPath) => (entryId) => {
    const path = pathById.get(entryId)
    if (path === undefined) return null
    return { wiki: count(nameOf(path)) === 1 ? nameOf(path) : withoutEnd(path), path: relative(fromPath, path) }
  }
}

/** From a file to another one, both seen from one folder. */
export function relative(fromPath: string, path: string): string {
  const from = fromPath.split('/').slice(0, -1)
  const to = path.split('/')
  let shared = 0
  while (shared < from.length && shared < to.length - 1 && from[shared] === to[shared]) shared += 1
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/')
}

function nameOf(path: string): string {
  return withoutEnd(path.slice(path.lastIndexOf('/') + 1))
}

function withoutEnd(path: string): string {
  return path.replace(/\.md$/, '')
}
