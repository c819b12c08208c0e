import { BOARD_APP } from '../../apps/board/Board'
import { AppError } from '../../core/AppError'
import type { Entry } from '../../core/space/Entry'
import type { Space } from '../../core/space/Space'
import { boardMarkdown } from '../boardMarkdown'
import type { CommandContext } from '../CommandContext'
import { findByNameOrId } from '../findByNameOrId'
import { pageMarkdown } from '../pageMarkdown'
import { Workplace } from '../Workplace'

/** `grove page <space> <title or id>`: a page or board as Markdown. */
export async function pageCommand(spaceName: string, titleOrId: string, context: CommandContext): Promise<void> {
  const { folder, environment, terminal, json } = context
  const page = await Workplace.use(folder, environment, async (workplace) => {
    const open = await workplace.open(spaceName)
    const space = await open.space()
    const entry = findPage(space, titleOrId)
    const markdown = entry.appId === BOARD_APP ? boardMarkdown : pageMarkdown
    return { id: entry.id, title: entry.name, markdown: await markdown(space, entry.treeId) }
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
  return (entry.appId === 'page' || entry.appId === BOARD_APP) && entry.treeId !== undefined
}
