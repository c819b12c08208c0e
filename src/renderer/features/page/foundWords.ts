import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { Plugin, PluginKey, type EditorState, type Transaction } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'

const key = new PluginKey<DecorationSet>('foundWords')

/** Marks the words that were searched for, until the person writes or goes elsewhere. */
export function foundWords(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (transaction, marked) => {
        const found = transaction.getMeta(key) as { readonly from: number; readonly to: number } | undefined
        if (found) return DecorationSet.create(transaction.doc, [Decoration.inline(found.from, found.to, LOOK)])
        if (isChangeOrigin(transaction)) return marked.map(transaction.mapping, transaction.doc)
        return transaction.docChanged || transaction.selectionSet ? DecorationSet.empty : marked
      },
    },
    props: { decorations: (state: EditorState) => key.getState(state) },
  })
}

export function markFound(transaction: Transaction, from: number, to: number): Transaction {
  return transaction.setMeta(key, { from, to })
}

const LOOK = { class: 'found-words' }
