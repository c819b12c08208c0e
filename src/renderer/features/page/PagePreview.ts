import { yXmlFragmentToProseMirrorRootNode } from '@tiptap/y-tiptap'
import type { Attachment } from 'svelte/attachments'
import type * as Y from 'yjs'
import { pageSchema } from '../../../apps/page/schema'
import { anchoredPart } from './anchoredPart'
import './prose/preview.css'
import { drawnBlocks } from './PreviewDrawing'

/** More than there is room for. */
const SHOWN_BLOCKS = 40

export interface PreviewedPart {
  readonly doc: Y.Doc
  /** Only this heading or block of it, if it is there. */
  readonly anchor: string | undefined
  readonly spaceId: string
}

/** Draws the beginning of a page's text into an element, again whenever it changes; nothing in it can be edited or tabbed to. */
export function pagePreview({ doc, anchor, spaceId }: PreviewedPart): Attachment<HTMLElement> {
  return (element) => {
    const fragment = doc.getXmlFragment('body')
    let frame: number | undefined
    const draw = (): void => {
      frame = undefined
      const root = yXmlFragmentToProseMirrorRootNode(fragment, pageSchema)
      const blocks = (anchor === undefined ? undefined : anchoredPart(root, anchor)) ?? root.children
      element.replaceChildren(drawnBlocks(blocks.slice(0, SHOWN_BLOCKS), spaceId))
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
