import { Plugin, PluginKey } from '@tiptap/pm/state'
import { DecorationSet } from '@tiptap/pm/view'
import { CodeInSight } from './CodeInSight'

const key = new PluginKey<DecorationSet>('codeColours')

/** Colours the code that can be seen by its language; what is typed moves the colours until the code was read again. */
export function codeColours(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, set) => {
        const coloured: unknown = tr.getMeta(key)
        if (coloured instanceof DecorationSet) return coloured
        return tr.docChanged ? set.map(tr.mapping, tr.doc) : set
      },
    },
    props: { decorations: (state) => key.getState(state) },
    view: (view) =>
      new CodeInSight(view, {
        shown: () => key.getState(view.state) ?? DecorationSet.empty,
        show: (set) => view.dispatch(view.state.tr.setMeta(key, set)),
      }),
  })
}
