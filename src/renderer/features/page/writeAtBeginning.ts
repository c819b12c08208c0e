import * as Y from 'yjs'
import { pageBody } from '../../../apps/page/PageModel'
import { AppError } from '../../../core/AppError'
import type { Space } from '../../../core/space/Space'
import type { TreeId } from '../../../core/tree/ops'

/** Puts lines of plain text before everything else in a page, whether somebody has it open or not. */
export async function writeAtBeginning(space: Space, treeId: TreeId, text: string): Promise<void> {
  await space.withAppTree(treeId, ({ tree }) => {
    const body = pageBody(tree)
    if (!body) throw new AppError({ code: 'page-missing', page: treeId })
    body.insert(0, text.split('\n').map(paragraph))
  })
}

function paragraph(line: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph')
  if (line !== '') element.insert(0, [new Y.XmlText(line)])
  return element
}
