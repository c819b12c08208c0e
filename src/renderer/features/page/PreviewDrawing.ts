import { DOMSerializer, Fragment, type Node } from '@tiptap/pm/model'
import { initProseMirrorDoc } from '@tiptap/y-tiptap'
import type * as Y from 'yjs'
import { pageSchema } from '../../../apps/page/schema'
import { fileAddress } from '../../state/fileAddress'

const BLOCKS = 20

/** Draws a page's text into an element, and yields after every few blocks. */
export function* drawPreview(body: Y.XmlFragment, spaceId: string, into: HTMLElement): Generator<undefined, void> {
  const blocks = body.toArray()
  into.replaceChildren()
  for (let from = 0; from < blocks.length; from += BLOCKS) {
    const some: unknown = { toArray: () => blocks.slice(from, from + BLOCKS) } satisfies Pick<Y.XmlFragment, 'toArray'>
    into.append(drawnBlocks(initProseMirrorDoc(some as Y.XmlFragment, pageSchema).doc.children, spaceId))
    yield
  }
}

/** Blocks of a page to be read and selected, and nothing else. Stored pictures are shown; what lies on the web is not fetched. */
export function drawnBlocks(blocks: readonly Node[], spaceId: string): DocumentFragment {
  const drawn = document.createDocumentFragment()
  previewSerializer(spaceId).serializeFragment(Fragment.fromArray([...blocks]), { document }, drawn)
  for (const box of drawn.querySelectorAll('input')) box.disabled = true
  return drawn
}

function previewSerializer(spaceId: string): DOMSerializer {
  const nodes = DOMSerializer.nodesFromSchema(pageSchema)
  const marks = DOMSerializer.marksFromSchema(pageSchema)
  return new DOMSerializer(
    { ...nodes, image: (node) => pictureOf(node, spaceId) },
    { ...marks, link: () => ['span', { 'data-type': 'link' }, 0] },
  )
}

function pictureOf({ attrs }: Node, spaceId: string): ReturnType<DOMSerializer['nodes'][string]> {
  const text = (name: string): string | undefined => {
    const value: unknown = attrs[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const [hash, alt] = [text('hash'), text('alt')]
  if (hash === undefined) return ['span', { 'data-type': 'file' }, alt ?? text('src') ?? text('target') ?? 'Picture']
  const width: unknown = attrs['width']
  const src = fileAddress(spaceId, hash, text('mimeType') ?? 'image/png')
  return ['img', { src, alt: alt ?? '', ...(typeof width === 'number' && { width: String(width) }) }]
}
