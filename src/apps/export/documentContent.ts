import type { JSONContent } from '@tiptap/core'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import { BOARD_APP } from '../board/Board'
import type { FrontMatter } from '../page/markdown/frontMatter'
import { pageJson } from '../page/PageModel'
import { boardContent } from './boardContent'

/** What a document says, as a page would say it. */
export interface DocumentContent {
  readonly doc: JSONContent
  readonly frontMatter: FrontMatter | null
}

/** Apps whose documents can be written as Markdown. */
export function isWritable(appId: string | undefined): boolean {
  return appId === 'page' || appId === BOARD_APP
}

/** A document's content by its app: one of `isWritable`. */
export function documentContent(appId: string | undefined, tree: SpaceTree): DocumentContent {
  if (appId === BOARD_APP) return { doc: boardContent(tree), frontMatter: null }
  const stored = tree.root && tree.property(tree.root.id, 'frontMatter')
  const isMap = typeof stored === 'object' && stored !== null && !Array.isArray(stored)
  return { doc: pageJson(tree), frontMatter: isMap ? stored : null }
}
