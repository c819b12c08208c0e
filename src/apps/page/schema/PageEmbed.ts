import { mergeAttributes, Node } from '@tiptap/core'
import { pageLinkAttributes } from './pageLinkAttributes'

/** Another page (or the part of it under `anchor`) shown in this one: `![[Note#Heading]]` alone on its line. */
export const PageEmbed = Node.create({
  name: 'pageEmbed',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes() {
    return pageLinkAttributes()
  },
  parseHTML() {
    return [{ tag: 'div[data-type="pageEmbed"]' }]
  },
  renderHTML({ node, HTMLAttributes }) {
    const text = String(node.attrs['label'] ?? node.attrs['target'])
    return ['div', mergeAttributes(HTMLAttributes, { 'data-type': 'pageEmbed' }), text]
  },
  renderText({ node }) {
    return String(node.attrs['label'] ?? node.attrs['target'])
  },
})
