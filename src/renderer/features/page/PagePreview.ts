import { DOMSerializer, Fragment, type Node } from '@tiptap/pm/model'
import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import type { Attachment } from 'svelte/attachments'
import type * as Y from 'yjs'
import { pageSchema } from '../../../apps/page/schema'
import { anchoredPart } from './anchoredPart'

/** More than there is room for. */
const SHOWN_BLOCKS = 40

export interface PreviewedPart {
  readonly doc: Y.Doc
  /** Only this heading or block of it, if it is there. */
  readonly anchor: string | undefined
  /** Where the bytes of a stored picture are loaded from. */
  readonly address: (hash: string, mimeType: string) => string
}

/** Draws the beginning of a page's text into an element, again whenever it changes; nothing in it can be edited or tabbed to. */
export function pagePreview({ doc, anchor, address }: PreviewedPart): Attachment<HTMLElement> {
  return (element) => {
    const fragment = doc.getXmlFragment('body')
    let frame: number | undefined
    const draw = (): void => {
      frame = undefined
      const root = yXmlFragmentToProseMirrorRootNode(fragment, pageSchema)
      const blocks = (anchor === undefined ? undefined : anchoredPart(root, anchor)) ?? root.children
      element.replaceChildren(drawn(blocks.slice(0, SHOWN_BLOCKS), address))
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

function drawn(blocks: readonly Node[], address: PreviewedPart['address']): DocumentFragment {
  // In a document of its own, in which no picture is loaded: one on the web must not tell anybody that the page was opened.
  const aside = document.implementation.createHTMLDocument()
  const made = aside.createDocumentFragment()
  DOMSerializer.fromSchema(pageSchema).serializeFragment(Fragment.fromArray([...blocks]), { document: aside }, made)
  for (const picture of made.querySelectorAll('img')) {
    const { hash, mimeType } = picture.dataset
    if (hash) picture.src = address(hash, mimeType ?? 'image/png')
    else picture.replaceWith(picture.alt)
  }
  return made
}
