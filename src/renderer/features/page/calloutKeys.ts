import { Extension } from '@tiptap/core'
import { Fragment } from '@tiptap/pm/model'
import { TextSelection } from '@tiptap/pm/state'

/** Backspace at the very start of a callout takes the box away and leaves what was in it. */
export const calloutKeys = Extension.create({
  name: 'calloutKeys',
  // Before the list and block keys, which would join the title to what stands before the box.
  priority: 1100,
  addKeyboardShortcuts() {
    return {
      Backspace: ({ editor }) => {
        const { selection, schema, tr } = editor.state
        const { $from } = selection
        if (!selection.empty || $from.parentOffset > 0 || $from.parent.type.name !== 'calloutTitle') return false
        const callout = $from.node(-1)
        const start = $from.before(-1)
        const title = schema.node('paragraph', null, callout.firstChild?.content)
        const body = callout.content.cut(callout.firstChild?.nodeSize ?? 0)
        const isBare = title.content.size === 0 && body.size > 0
        tr.replaceWith(start, start + callout.nodeSize, isBare ? body : Fragment.from(title).append(body))
        editor.view.dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(start + 1))).scrollIntoView())
        return true
      },
    }
  },
})
