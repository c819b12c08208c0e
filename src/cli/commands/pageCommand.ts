import { documentContent, isWritable } from '../../apps/export/documentContent'
import { spaceLinkNames } from '../../apps/export/spaceLinkNames'
import { serializeMarkdown } from '../../apps/page/markdown/serializeMarkdown'
import { AppError } from '../../core/AppError'
import type { Entry } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import type { CommandContext } from '../CommandContext'
import { findByNameOrId } from '../findByNameOrId'
import { Workplace } from '../Workplace'

/** `grove page <space> <title or id>`: a page or board as Markdown. */
export async function pageCommand(spaceName: string, titleOrId: string, context: CommandContext): Promise<void> {
  const { folder, environment, terminal, json } = context
  const page = await Workplace.use(folder, environment, async (workplace) => {
    const open = await workplace.open(spaceName)
    const space = await open.space()
    const entry = findPage(space, titleOrId)
    const { doc, frontMatter } = await space.withAppTree(entry.treeId, ({ tree }) => documentContent(entry.appId, tree))
    const markdown = serializeMarkdown(doc, { frontMatter, names: spaceLinkNames(space) })
    return { id: entry.id, title: entry.name, markdown }
  })
  terminal.result(json ? JSON.stringify(page, null, 2) : page.markdown)
}

/** By id also in the trash; by title only what is not. */
function findPage(space: Space, titleOrId: string): Entry & { readonly treeId: string } {
  const byId = space.entries.get(titleOrId)
  const entry = byId ?? findByNameOrId([...space.entries.descendants(space.contentId)].filter(isPage), titleOrId)
  if (!entry || !isPage(entry)) throw new AppError({ code: 'page-missing', page: titleOrId })
  return entry
}

function isPage(entry: Entry): entry is Entry & { readonly treeId: string } {
  return isWritable(entry.appId) && entry.treeId !== undefined
}
