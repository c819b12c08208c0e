import { Extension, type Editor } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { AppError } from '../../../core/AppError'
import type { PageHost } from './PageHost'

const LIMIT_BYTES = 200_000_000

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
      const node = await storedNode(host, file)
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

async function storedNode(host: PageHost, file: File): Promise<{ type: string; attrs: Record<string, unknown> }> {
  const name = file.name || 'Pasted file'
  if (file.size > LIMIT_BYTES) throw tooLarge(name, file.size)
  const bytes = new Uint8Array(await file.arrayBuffer())
  const stored = await host.workspace.bridge.request('files.add', { spaceId: host.workspace.id, name, bytes })
  if (stored.mimeType.startsWith('image/')) {
    return { type: 'image', attrs: { hash: stored.hash, mimeType: stored.mimeType, alt: file.name, target: name } }
  }
  return { type: 'file', attrs: { ...stored, name, target: name } }
}

function tooLarge(what: string, sizeBytes: number): AppError {
  return new AppError({ code: 'too-large', what, sizeBytes, limitBytes: LIMIT_BYTES })
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
