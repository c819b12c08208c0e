import type { Node } from '@tiptap/pm/model'
import { marksOf } from '../../../apps/page/schema/atomMarks'

/** The pages a document links to or embeds, each once, in a fixed order, so that equal documents give equal lists. */
export function outgoingLinks(doc: Node): string[] {
  const ids = new Set<string>()
  const add = (id: unknown): void => {
    if (typeof id === 'string' && id !== '') ids.add(id)
  }
  doc.descendants((node) => {
    if (node.type.name === 'pageLink' || node.type.name === 'pageEmbed') add(node.attrs['entryId'])
    for (const mark of node.marks) if (mark.type.name === 'link') add(mark.attrs['entryId'])
    // Nodes in a line keep their marks in an attribute: the shared text has marks of text only.
    for (const mark of marksOf({ type: node.type.name, attrs: node.attrs })) {
      if (mark.type === 'link') add(mark.attrs?.['entryId'])
    }
  })
  return [...ids].sort()
}
