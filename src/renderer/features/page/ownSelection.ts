import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { getRelativeSelection, yCursorPluginKey, ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { domObserver } from './domObserver'

/**
 * Takes in where the person has just put the caret, before anything that arrives is drawn: text, or where others are. A click or an
 * arrow key moves the caret at once, but the browser tells so a task later; whatever was drawn in between would put it back.
 */
export const ownSelection = Extension.create({
  name: 'ownSelection',
  addProseMirrorPlugins: () => [new Plugin({ view: beforeText })],
  dispatchTransaction({ transaction, next }) {
    const { editor } = this
    const arrives = transaction.getMeta(yCursorPluginKey) !== undefined && !transaction.docChanged
    // It was made for the selection before; and may come when the page has been left.
    if (arrives && !editor.isDestroyed && takeIn(editor.view)) transaction.setSelection(editor.state.selection)
    next(transaction)
  },
})

/** Before the shared text changes: where a place in it is can only be asked while both texts are the same. */
function beforeText(view: EditorView): { destroy(): void } {
  const { binding } = ySyncPluginKey.getState(view.state) as { readonly binding: ProsemirrorBinding }
  const arrives = ({ origin }: Y.Transaction): void => {
    if (origin === ySyncPluginKey) return
    // Moving the caret is no part of what arrives.
    binding.mux(() => {
      if (takeIn(view)) binding.beforeTransactionSelection = getRelativeSelection(binding, view.state)
    })
  }
  binding.doc.on('beforeTransaction', arrives)
  return { destroy: () => binding.doc.off('beforeTransaction', arrives) }
}

/** True when the caret was elsewhere. While an input method composes the caret is its own. */
function takeIn(view: EditorView): boolean {
  if (view.composing || view.dragging || !view.hasFocus()) return false
  const { selection } = view.state
  domObserver(view).flush()
  return !view.state.selection.eq(selection)
}
