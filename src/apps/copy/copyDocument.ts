import type { Environment } from '../../core/environment'
import { copiedProperties, copyTexts, copyVertices, type VertexCopying } from '../../core/tree/copyVertices'
import { copyRichText } from '../../core/tree/copyRichText'
import { allAtOnce } from '../../core/tree/snapshot/Steps'
import type { SpaceTree } from '../../core/tree/SpaceTree'
import type { VertexId } from '../../core/tree/ops'
import { Board, BOARD_APP } from '../board/Board'
import { storedTitle, TITLE, writeTitle } from '../board/boardTitle'
import { bodyIn, textBody } from '../page/PageModel'
import type { LedLinks } from './LedLinks'

export interface DocumentCopying {
  readonly from: SpaceTree
  /** New: it has a root and nothing else. */
  readonly to: SpaceTree
  readonly links: LedLinks
  readonly environment: Environment
  readonly pause: () => Promise<void> | void
}

/** What an import remembers of what it made: a copy was not imported. */
export function isOfImport(key: string): boolean {
  return key.startsWith('import')
}

/** Writes a document of any app into a new tree: its vertices and texts, without what was deleted and without their history. */
export async function copyDocument({ from, to, links, environment, pause }: DocumentCopying): Promise<void> {
  const fromRoot = from.root?.id
  const toRoot = to.root?.id
  if (fromRoot === undefined || toRoot === undefined) throw new Error('A document has a root.')
  const copying: VertexCopying = {
    ...{ from, to, environment, pause },
    property: (key, value) => (isOfImport(key) ? undefined : links.property(key, value)),
    text: (id, made, key) => copyText({ from, to, links, environment, pause }, id, made, key),
  }
  for (const [key, value] of Object.entries(copiedProperties(copying, fromRoot))) to.setProperty(toRoot, key, value)
  await copyTexts(copying, fromRoot, toRoot)
  await copyVertices(copying, [...from.childIds(fromRoot), ...leftOver(from)], toRoot)
}

/** One text of a vertex. */
export async function copyText(
  { from, to, links, pause }: DocumentCopying,
  id: VertexId,
  made: VertexId,
  key: string,
): Promise<void> {
  if (key === TITLE) return void writeTitle(to, made, '', storedTitle(from, id))
  if (isOfImport(key)) return
  const body = textBody(to, made, key)
  if (id === from.root?.id) {
    // The text of a page may be long; it is let go with its tree.
    const steps = from.textInSteps(id, key)
    let opened = steps.next()
    for (; opened.done !== true; opened = steps.next()) await pause()
    for (const _step of copyRichText(bodyIn(opened.value), body, links.attributes)) await pause()
  } else {
    from.readText(id, key, (doc) => allAtOnce(copyRichText(bodyIn(doc), body, links.attributes)))
  }
  to.closeText(made, key)
}

/** Columns that were deleted while another machine put a card into them are on the board, and so they are on its copy. */
function leftOver(tree: SpaceTree): VertexId[] {
  if (tree.root?.getProperty('appId') !== BOARD_APP) return []
  return new Board(tree)
    .columns()
    .filter(({ kind }) => kind === 'left-over')
    .map(({ id }) => id)
}
