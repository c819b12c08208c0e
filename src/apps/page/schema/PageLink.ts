import { mergeAttributes, Node } from '@tiptap/core'
import { markedSpec, marksAttribute } from './atomMarks'
import { attribute } from './attribute'
import { pageLinkAttributes } from './pageLinkAttributes'

/**
 * A link to a page inside a line: `[[Note#Heading|label]]` or `[label](Note.md)`. `embed` is true where the source
 * had `![[Note]]` in the middle of a line; alone on its line it is a `pageEmbed`.
 */
export const PageLink = Node.create({
  name: 'pageLink',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return { ...pageLinkAttributes(), embed: attribute('embed', false), marks: marksAttribute() }
  },
  parseHTML() {
    return [{ tag: 'span[data-type="pageLink"]' }]
  },
  renderHTML({ node, HTMLAttributes }) {
    const text = String(node.attrs['label'] ?? node.attrs['target'])
    return markedSpec(node, ['span', mergeAttributes(HTMLAttributes, { 'data-type': 'pageLink' }), text])
  },
  renderText({ node }) {
    return String(node.attrs['label'] ?? node.attrs['target'])
  },
})
