import type { VertexId } from '../../core/tree/ops'
import { writeClipboard, type CopiedText } from '../ui/writeClipboard'
import { linkToPlace } from './linkToPlace'
import type { Toasts } from './Toasts.svelte'
import type { Workspace } from './Workspace.svelte'

/** What of entries is copied to be pasted elsewhere. Says what was copied. */
export class EntryClipboard {
  constructor(
    readonly workspace: Workspace,
    readonly toasts: Toasts,
  ) {}

  /** Null: the link to the space. Where text with links is pasted, the name is the link. */
  async copyLink(entryId: VertexId | null): Promise<void> {
    const { id: spaceId, entries } = this.workspace
    const name = entryId === null ? undefined : entries.entry(entryId)?.name
    const text = linkToPlace({ spaceId, entryId: name === undefined ? null : entryId })
    const anchor = Object.assign(document.createElement('a'), { href: text, textContent: name ?? text })
    const said = name === undefined ? 'Copied the link to this space' : `Copied the link to "${name}"`
    await this.#copy({ text, html: anchor.outerHTML }, said, true)
  }

  /** A page or board, as an export writes it. */
  async copyMarkdown(id: VertexId | undefined): Promise<void> {
    const entry = id === undefined ? undefined : this.workspace.live?.space.entries.get(id)
    if (!entry || entry.treeId === undefined) {
      this.toasts.note('Only pages and boards can be copied as Markdown.')
      return
    }
    await this.#copy(this.#markdownOf(entry.treeId, entry.appId), `Copied "${entry.name}" as Markdown`)
  }

  async #markdownOf(treeId: string, appId: string | undefined): Promise<CopiedText> {
    const { live, catalog } = this.workspace
    if (!live || !catalog) return { text: '' }
    const { space } = live
    const [{ documentContent }, { serializeMarkdown }, { spaceLinkNames }] = await Promise.all([
      import('../../apps/export/documentContent'),
      import('../../apps/page/markdown/serializeMarkdown'),
      import('../../apps/export/spaceLinkNames'),
      catalog.whenComplete(),
    ])
    return space.withAppTree(treeId, ({ tree }) => {
      const { doc, frontMatter } = documentContent(appId, tree)
      return { text: serializeMarkdown(doc, { frontMatter, names: spaceLinkNames(space, catalog.rows()) }) }
    })
  }

  async #copy(copied: CopiedText | Promise<CopiedText>, said: string, hasHtml = false): Promise<void> {
    try {
      await writeClipboard(copied, hasHtml)
      this.toasts.note(said)
    } catch (error) {
      this.toasts.problem(error)
    }
  }
}
