import { Editor } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import StarterKit from '@tiptap/starter-kit'
import * as Y from 'yjs'
import { longPage, typeElsewhere } from './longPage'

/* TipTap over Yjs as its documentation shows it, in a page of its own: no tree, no journal, no wire; ops arrive by a timer. */

declare global {
  interface Window {
    /** Somebody else begins to write, at this pace. */
    receive?: (opsPerSecond: number) => void
  }
}

const OPS_PER_TURN = 10
const doc = new Y.Doc()
const other = new Y.Doc()
const element = document.createElement('main')
document.body.append(element)
const editor = new Editor({
  element,
  extensions: [StarterKit.configure({ undoRedo: false }), Collaboration.configure({ document: doc, field: 'body' })],
})

editor.commands.setContent(longPage())
Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))

window.receive = (opsPerSecond) => {
  const updates: Uint8Array[] = []
  other.on('update', (update: Uint8Array) => updates.push(update))
  for (let edit = 0; edit < opsPerSecond * 20; edit++) typeElsewhere(other.getXmlFragment('body'), edit)
  let next = 0
  setInterval(
    () => {
      for (const update of updates.slice(next, next + OPS_PER_TURN)) Y.applyUpdate(doc, update)
      next += OPS_PER_TURN
    },
    (1000 / opsPerSecond) * OPS_PER_TURN,
  )
}
