import type { JSONContent } from '@tiptap/core'
import { relative } from './exportLinkNames'
import type { ExportPlan } from './planExport'

const FOLDER = 'attachments'

/** Pictures and files that stand in pages and are no entries: each gets a place of its own, once. */
export class PlacedFiles {
  readonly #plan: ExportPlan
  readonly #pathByFile = new Map<string, string>()
  #unwritten: { readonly path: string; readonly hash: string }[] = []

  constructor(plan: ExportPlan) {
    this.#plan = plan
  }

  /** The content of the document at `fromPath`, its links led to these places. */
  lead(node: JSONContent, fromPath: string): JSONContent {
    const content = node.content?.map((child) => this.lead(child, fromPath))
    const led = node.type === 'image' || node.type === 'file' ? this.#led(node, fromPath) : node
    return content ? { ...led, content } : led
  }

  /** Those that got a place since the last call. */
  takeUnwritten(): readonly { readonly path: string; readonly hash: string }[] {
    const unwritten = this.#unwritten
    this.#unwritten = []
    return unwritten
  }

  #led(node: JSONContent, fromPath: string): JSONContent {
    const attrs: Record<string, unknown> = node.attrs ?? {}
    const { hash, entryId, target, name, syntax } = attrs
    if (typeof hash !== 'string' || (typeof entryId === 'string' && this.#plan.pathById.has(entryId))) return node
    const written = [name, target].find((text): text is string => typeof text === 'string' && text !== '') ?? hash
    const path = this.#pathOf(hash, written.slice(written.lastIndexOf('/') + 1))
    return {
      ...node,
      attrs: { ...attrs, entryId: null, target: syntax === 'markdown' ? relative(fromPath, path) : path },
    }
  }

  #pathOf(hash: string, name: string): string {
    const key = `${hash} ${name}`
    const known = this.#pathByFile.get(key)
    if (known !== undefined) return known
    const path = this.#plan.names.take(FOLDER, name)
    this.#pathByFile.set(key, path)
    this.#unwritten.push({ path, hash })
    return path
  }
}
