import { mergeAttributes, Node } from '@tiptap/core'
import { attribute } from './attribute'

/** `[^label]: blocks`. Stays where the source had it; renderers may gather all at the end. */
export const FootnoteDefinition = Node.create({
  name: 'footnoteDefinition',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes() {
    return { label: attribute('label', '') }
  },
  parseHTML() {
    return [{ tag: 'div[data-type="footnoteDefinition"]' }]
  },
  renderHTML({ HTMLAttributes }) {
    return ['div', mergeAttributes(HTMLAttributes, { 'data-type': 'footnoteDefinition' }), 0]
  },
})
