import type { FrontMatter } from '../apps/page/markdown/frontMatter'
import { serializeMarkdown } from '../apps/page/markdown/serializeMarkdown'
import { pageJson } from '../apps/page/PageModel'
import type { Space } from '../core/space/Space'
import type { TreeId } from '../core/tree/ops'
import { spaceLinkNames } from './spaceLinkNames'

/** A page as Markdown, its links called what they are called now. */
export function pageMarkdown(space: Space, treeId: TreeId): Promise<string> {
  return space.withAppTree(treeId, ({ tree }) => {
    const stored = tree.root && tree.property(tree.root.id, 'frontMatter')
    const isMap = typeof stored === 'object' && stored !== null && !Array.isArray(stored)
    const frontMatter: FrontMatter | null = isMap ? stored : null
    return serializeMarkdown(pageJson(tree), { frontMatter, names: spaceLinkNames(space) })
  })
}
