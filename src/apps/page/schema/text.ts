import { Code } from '@tiptap/extension-code'
import { CodeBlock } from '@tiptap/extension-code-block'
import { HardBreak } from '@tiptap/extension-hard-break'
import { attribute } from './attribute'

/** Unlike TipTap's, goes together with other marks: `**`code`**` is bold code. */
export const PageCode = Code.extend({ excludes: 'code' })

/** `soft` where the source only had a line end, which Markdown may flow and Obsidian shows as a new line. */
export const PageHardBreak = HardBreak.extend({
  addAttributes() {
    return { soft: attribute('soft', false) }
  },
})

/** `meta` is what followed the language on the fence line. */
export const PageCodeBlock = CodeBlock.extend({
  addAttributes() {
    return { ...this.parent?.(), meta: attribute('meta', null) }
  },
})
