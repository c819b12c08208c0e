import type { VertexId } from '../../../core/tree/ops'
import type { WrittenLink } from '../markdown/linksOf'
import { hasAnchor, type PageFacts } from './PageFacts'

/** What a link in a vault leads to. */
export type LinkTarget =
  | { readonly kind: 'page'; readonly entryId: VertexId; readonly path: string; readonly facts: PageFacts | undefined }
  | { readonly kind: 'file'; readonly entryId: VertexId; readonly path: string }

/** A target with the forms of its path that are compared, worked out once. */
interface Indexed {
  readonly target: LinkTarget
  readonly path: string
  /** Without regard to case, and, for pages, without extension. */
  readonly keys: readonly string[]
  readonly folder: string
}

/**
 * Finds what links mean, as Obsidian does: the exact path, the path seen from the linking page, then the end of any path,
 * the nearest and shortest first, whatever its case; at last the aliases of pages. `.md` may be left out. Markdown links
 * are looked for from the linking page first, as everywhere else. Where paths differ in nothing but case, the one
 * spelled like the link goes first.
 */
export class VaultIndex {
  readonly #byKey = new Map<string, Indexed[]>()
  readonly #byName = new Map<string, Indexed[]>()
  readonly #byAlias = new Map<string, LinkTarget>()

  add(target: LinkTarget): void {
    const path = target.path.normalize('NFC')
    const key = keyOf(path)
    const keys = target.kind === 'page' ? [key, key.replace(/\.(?:md|markdown)$/, '')] : [key]
    const indexed = { target, path, keys, folder: folderOf(key) }
    for (const each of keys) {
      push(this.#byKey, each, indexed)
      push(this.#byName, nameOf(each), indexed)
    }
    if (target.kind !== 'page') return
    for (const alias of target.facts?.aliases ?? []) {
      if (!this.#byAlias.has(keyOf(alias))) this.#byAlias.set(keyOf(alias), target)
    }
  }

  /** `path` as written; empty means the linking page itself. */
  find({ path, syntax }: Pick<WrittenLink, 'path' | 'syntax'>, fromPath: string): LinkTarget | undefined {
    if (path === '') return best(this.#byKey.get(keyOf(fromPath)), fromPath, '')
    const written = path.normalize('NFC').replace(/^\/+/, '')
    const folder = folderOf(fromPath.normalize('NFC'))
    const paths = [written, joined(folder, written)]
    if (syntax === 'markdown' && !path.startsWith('/')) paths.reverse()
    return (
      this.#exact(paths[0] ?? '') ??
      this.#exact(paths[1] ?? '') ??
      this.#byEnd(written.replace(/^(\.\.?\/)+/, ''), keyOf(folder)) ??
      this.#byAlias.get(keyOf(written))
    )
  }

  /** Undefined when all is well; else what is missing on the page that was found. */
  static missingAnchor(target: LinkTarget, anchor: string | null): string | undefined {
    if (anchor === null || target.kind !== 'page' || !target.facts) return undefined
    return hasAnchor(target.facts, anchor) ? undefined : anchor
  }

  #exact(path: string): LinkTarget | undefined {
    return best(this.#byKey.get(keyOf(path)), path, '')
  }

  #byEnd(path: string, folder: string): LinkTarget | undefined {
    const key = keyOf(path)
    const named = this.#byName.get(nameOf(key)) ?? []
    const candidates = key.includes('/')
      ? named.filter(({ keys }) => keys.some((each) => each === key || each.endsWith(`/${key}`)))
      : named
    return best(candidates, path, folder)
  }
}

/** The nearest, then the one spelled as written, then the shortest, then the first by name. */
function best(candidates: readonly Indexed[] | undefined, path: string, folder: string): LinkTarget | undefined {
  let found: Indexed | undefined
  let foundRank = 0
  for (const candidate of candidates ?? []) {
    const isSpelledSo = [path, `${path}.md`].some((end) => candidate.path === end || candidate.path.endsWith(`/${end}`))
    const rank = (candidate.folder === folder ? 2 : 0) + (isSpelledSo ? 1 : 0)
    if (!found || rank > foundRank || (rank === foundRank && comesFirst(candidate.path, found.path))) {
      found = candidate
      foundRank = rank
    }
  }
  return found?.target
}

function comesFirst(a: string, b: string): boolean {
  return a.length !== b.length ? a.length < b.length : a < b
}

function push(map: Map<string, Indexed[]>, key: string, indexed: Indexed): void {
  const others = map.get(key)
  if (!others) map.set(key, [indexed])
  else if (others.at(-1) !== indexed) others.push(indexed)
}

function keyOf(path: string): string {
  return path.normalize('NFC').toLowerCase()
}

function nameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1)
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

function joined(folder: string, path: string): string {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
