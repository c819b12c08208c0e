import { mergeAttributes, Node } from '@tiptap/core'
import { markedSpec, marksAttribute } from './atomMarks'
import { attribute } from './attribute'

interface VerbatimSpec {
  readonly name: string
  readonly inline: boolean
  /** The attribute that holds the source text. */
  readonly text: string
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>
}

/** A leaf that keeps a piece of source text exactly as written; renderers show it with a node view of their own. */
export function verbatimNode({ name, inline, text, attributes = {} }: VerbatimSpec): Node {
  const tag = inline ? 'span' : 'div'
  return Node.create({
    name,
    group: inline ? 'inline' : 'block',
    inline,
    atom: true,
    addAttributes() {
      const specs = Object.entries({ [text]: '', ...attributes })
      const own = Object.fromEntries(specs.map(([key, fallback]) => [key, attribute(key, fallback)]))
      return inline ? { ...own, marks: marksAttribute() } : own
    },
    parseHTML() {
      return [{ tag: `${tag}[data-type="${name}"]` }]
    },
    renderHTML({ node, HTMLAttributes }) {
      return markedSpec(node, [tag, mergeAttributes(HTMLAttributes, { 'data-type': name }), String(node.attrs[text])])
    },
    renderText({ node }) {
      return String(node.attrs[text])
    },
  })
}
