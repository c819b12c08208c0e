import { mergeAttributes, Node } from '@tiptap/core'
import { attribute } from './attribute'

/** Whether a callout can be folded, and how it starts. */
export type CalloutFold = 'none' | 'open' | 'closed'

/**
 * A titled box: `> [!type|meta]+ Title`. Its first child is its title, which may be empty (then the type is shown);
 * the rest is its body, which may be missing.
 */
export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'calloutTitle block*',
  defining: true,
  addAttributes() {
    return {
      type: attribute('type', 'note', 'data-callout-type'),
      collapsed: attribute('collapsed', 'none' satisfies CalloutFold),
      meta: attribute('meta', null),
    }
  },
  parseHTML() {
    return [{ tag: 'div[data-type="callout"]' }]
  },
  renderHTML({ HTMLAttributes }) {
    return ['div', mergeAttributes(HTMLAttributes, { 'data-type': 'callout' }), 0]
  },
})
