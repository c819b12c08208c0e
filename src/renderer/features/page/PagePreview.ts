import { DOMSerializer } from '@tiptap/pm/model'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import type { Attachment } from 'svelte/attachments'
import type * as Y from 'yjs'
import { pageSchema } from '../../../apps/page/schema'

/** Draws a page's text into an element, again whenever it changes; nothing in it can be edited or tabbed to. */
export function pagePreview(doc: Y.Doc): Attachment<HTMLElement> {
  return (element) => {
    const fragment = doc.getXmlFragment('body')
    let frame: number | undefined
    const draw = (): void => {
      frame = undefined
      const root = yXmlFragmentToProseMirrorRootNode(fragment, pageSchema)
      element.replaceChildren(DOMSerializer.fromSchema(pageSchema).serializeFragment(root.content))
    }
    const changed = (): void => {
      frame ??= requestAnimationFrame(draw)
    }
    draw()
    fragment.observeDeep(changed)
    return () => {
      fragment.unobserveDeep(changed)
      if (frame !== undefined) cancelAnimationFrame(frame)
    }
  }
}
