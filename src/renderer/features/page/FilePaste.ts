import { Extension, type Editor } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { fileNode } from '../../../apps/page/fileNode'
import { keepFile } from '../../state/keepFile'
import type { PageHost } from './PageHost'

/** Stores files and puts them where `position` is: pictures as pictures, the rest as chips to open. */
export async function insertFiles(
  editor: Editor,
  host: PageHost,
  files: readonly File[],
  position: number,
): Promise<void> {
  let at = position
  for (const file of files) {
    try {
      const node = fileNode(await keepFile(host.workspace, file))
      if (editor.isDestroyed) return
      // Others may have typed meanwhile: never beyond the end.
      at = Math.min(at, editor.state.doc.content.size)
      const sizeBefore = editor.state.doc.content.size
      editor.commands.insertContentAt(at, node)
      at += editor.state.doc.content.size - sizeBefore
    } catch (error) {
      host.toasts.problem(error)
    }
  }
}

/** Takes pasted and dropped files into the page. */
export function filePaste(host: PageHost): Extension {
  return Extension.create({
    name: 'filePaste',
    addProseMirrorPlugins() {
      const { editor } = this
      const take = (files: FileList | undefined, position: number): boolean => {
        if (!files || files.length === 0 || !editor.isEditable) return false
        void insertFiles(editor, host, [...files], position)
        return true
      }
      return [
        new Plugin({
          props: {
            handlePaste: (view, event) => {
              // Text copied from a word processor comes with a picture of itself.
              if (event.clipboardData?.types.includes('text/html')) return false
              return take(event.clipboardData?.files, view.state.selection.from)
            },
            handleDrop: (view, event) => {
              const position = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos
              return take(event.dataTransfer?.files, position ?? view.state.selection.from)
            },
          },
        }),
      ]
    },
  })
}
