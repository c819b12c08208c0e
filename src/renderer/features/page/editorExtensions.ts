import { Extension, type AnyExtension } from '@tiptap/core'
import { Collaboration } from '@tiptap/extension-collaboration'
import { ListKeymap } from '@tiptap/extension-list'
import { Dropcursor, Gapcursor, Placeholder } from '@tiptap/extensions'
import { Plugin } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import { pageExtensions } from '../../../apps/page/schema'
import { isHistoryCommand, windowCommand } from '../../state/windowKeys'
import { arrivingText } from './arrivingText'
import { calloutKeys } from './calloutKeys'
import { codeColours } from './code/codeColours'
import { farBlocks } from './farBlocks'
import { foundWords } from './foundWords'
import type { NodesByType } from './GrowingNodes'
import CalloutView from './nodeViews/CalloutView.svelte'
import CodeBlockView from './nodeViews/CodeBlockView.svelte'
import FileView from './nodeViews/FileView.svelte'
import ImageView from './nodeViews/ImageView.svelte'
import PageEmbedView from './nodeViews/PageEmbedView.svelte'
import PageLinkView from './nodeViews/PageLinkView.svelte'
import { withView, type NodeComponent } from './nodeViews/SvelteNodeView.svelte'
import VerbatimView from './nodeViews/VerbatimView.svelte'
import { ownSelection } from './ownSelection'
import type { PageHost } from './PageHost'

const VIEWS: Readonly<Record<string, { component: NodeComponent; content?: 'div' | 'code' }>> = {
  callout: { component: CalloutView as NodeComponent, content: 'div' },
  codeBlock: { component: CodeBlockView as NodeComponent, content: 'code' },
  image: { component: ImageView },
  file: { component: FileView },
  pageLink: { component: PageLinkView },
  pageEmbed: { component: PageEmbedView },
  ...Object.fromEntries(
    [
      'mathInline',
      'mathBlock',
      'commentInline',
      'commentBlock',
      'rawInline',
      'rawBlock',
      'blockAnchor',
      'footnoteReference',
      'footnoteInline',
    ].map((name) => [name, { component: VerbatimView as NodeComponent }]),
  ),
}

const highlightCode = Extension.create({
  name: 'highlightCode',
  addProseMirrorPlugins: () => [codeColours()],
})

const markFoundWords = Extension.create({
  name: 'markFoundWords',
  addProseMirrorPlugins: () => [foundWords()],
})

/** Keys of the window are nobody's in the text, though TipTap takes Mod+Shift+U for Mod+U. After whoever only listens to keys. */
const windowKeys = Extension.create({
  name: 'windowKeys',
  priority: 1,
  addProseMirrorPlugins: () => [
    new Plugin({ props: { handleDOMEvents: { keydown: (_view, event) => isOfWindow(event) } } }),
  ],
})

function isOfWindow(event: KeyboardEvent): boolean {
  const command = windowCommand(event)
  return command !== undefined && !isHistoryCommand(command)
}

/**
 * The page's schema with its views, and what editing together needs. Nothing here may change a document by itself:
 * opening a page writes nothing. `nodes` is what the editor has of the text already.
 */
export function editorExtensions(host: PageHost, body: Y.XmlFragment, nodes?: NodesByType): AnyExtension[] {
  const shown = pageExtensions.map((extension) => {
    const view = VIEWS[extension.name]
    return view ? withView(extension, host, view) : extension
  })
  return [
    ...shown,
    Collaboration.configure({ fragment: body, ...(nodes && { ySyncOptions: { mapping: nodes } }) }),
    ownSelection,
    arrivingText,
    farBlocks,
    ListKeymap,
    Dropcursor.configure({ color: false, class: 'drop-line', width: 2 }),
    Gapcursor,
    Placeholder.configure({
      showOnlyCurrent: true,
      placeholder: ({ node }) =>
        node.type.name === 'heading'
          ? `Heading ${String(node.attrs['level'])}`
          : 'Write, or type / for blocks and [[ for pages',
    }),
    highlightCode,
    markFoundWords,
    calloutKeys,
    windowKeys,
  ]
}
