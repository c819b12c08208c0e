import { mergeAttributes, Node } from '@tiptap/core'

/** The first line of a callout: inline content, so links and marks in it work. */
export const CalloutTitle = Node.create({
  name: 'calloutTitle',
  content: 'inline*',
  defining: true,
  parseHTML() {
    return [{ tag: 'div[data-type="calloutTitle"]' }]
  },
  renderHTML({ HTMLAttributes }) {
    return ['div', mergeAttributes(HTMLAttributes, { 'data-type': 'calloutTitle' }), 0]
  },
})
