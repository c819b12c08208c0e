import type { VertexId } from '../../../core/tree/ops'
import { hasAnchor, type PageFacts } from './PageFacts'

/** What a link in a vault leads to. */
export type LinkTarget =
  | { readonly kind: 'page'; readonly entryId: VertexId; readonly path: string; readonly facts: PageFacts | undefined }
  | { readonly kind: 'file'; readonly entryId: VertexId; readonly path: string }

/**
 * Finds what links mean, as Obsidian does: the exact path, the path seen from the linking page, then the end of any path,
 * the nearest and shortest first, whatever its case; at last the aliases of pages. `.md` may be left out.
 */
export class VaultIndex {
  readonly #targetByKey = new Map<string, LinkTarget>()
  readonly #targetsByName = new Map<string, LinkTarget[]>()
  readonly #targetByAlias = new Map<string, LinkTarget>()

  add(target: LinkTarget): void {
    this.#targetByKey.set(keyOf(target.path), target)
    for (const name of new Set([nameOf(keyOf(target.path)), nameOf(withoutExtension(target))])) {
      const others = this.#targetsByName.get(name)
      if (others) others.push(target)
      else this.#targetsByName.set(name, [target])
    }
    if (target.kind !== 'page') return
    for (const alias of target.facts?.aliases ?? []) {
      const key = keyOf(alias)
      if (!this.#targetByAlias.has(key)) this.#targetByAlias.set(key, target)
    }
  }

  /** `path` as written; empty means the linking page itself. */
  find(path: string, fromPath: string): LinkTarget | undefined {
    if (path === '') return this.#targetByKey.get(keyOf(fromPath))
    const key = keyOf(path.replace(/^\/+/, ''))
    const folder = folderOf(keyOf(fromPath))
    const relative = joined(folder, key)
    return this.#exact(key) ?? this.#exact(relative) ?? this.#byEnd(relative === key ? key : stripped(key), folder) ?? this.#targetByAlias.get(key)
  }

  /** Undefined when all is well; else what is missing on the page that was found. */
  static missingAnchor(target: LinkTarget, anchor: string | null): string | undefined {
    if (anchor === null || target.kind !== 'page' || !target.facts) return undefined
    return hasAnchor(target.facts, anchor) ? undefined : anchor
  }

  #exact(key: string): LinkTarget | undefined {
    return this.#targetByKey.get(key) ?? this.#targetByKey.get(`${key}.md`)
  }

  #byEnd(key: string, folder: string): LinkTarget | undefined {
    const candidates = (this.#targetsByName.get(nameOf(key)) ?? []).filter((target) => {
      const path = keyOf(target.path)
      return [key, `${key}.md`].some((end) => path === end || path.endsWith(`/${end}`))
    })
    const distance = (target: LinkTarget): number => (folderOf(keyOf(target.path)) === folder ? 0 : 1)
    return candidates.sort(
      (a, b) => distance(a) - distance(b) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
    )[0]
  }
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

function folderOf(key: string): string {
  return key.slice(0, Math.max(0, key.lastIndexOf('/')))
}

function withoutExtension(target: LinkTarget): string {
  const key = keyOf(target.path)
  return target.kind === 'page' ? key.replace(/\.md$/, '') : key
}

/** Without what only says where to start. */
function stripped(key: string): string {
  return key.replace(/^(\.\.?\/)+/, '')
}

function joined(folder: string, key: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of key.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
