import { Extension } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { Fragment, Slice, type Node } from '@tiptap/pm/model'
import { Plugin, type EditorState, type Transaction } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { ySyncPluginKey, yXmlFragmentToProseMirrorFragment, type ProsemirrorBinding } from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import { changedPart } from './changedPart'

type Observer = (events: readonly Y.YEvent<Y.XmlText>[], transaction: Y.Transaction) => void

/** A block of the document whose text has changed, and where the editor has it. */
interface ChangedBlock {
  readonly element: Y.XmlElement
  readonly index: number
  readonly from: number
  readonly to: number
}

/** The bindings that draw by block already: a view makes its plugins' views anew whenever a plugin comes or goes. */
const taken = new WeakSet<ProsemirrorBinding>()

/**
 * Draws what others type into the blocks they type in. By itself the binding makes the whole document anew for each change
 * that arrives, and a long page then does nothing else while somebody types. It still does so for what changes more than
 * the text of plain blocks, for undo, and where the own caret is, whose place only the shared text knows; then
 * the blocks that differ are drawn.
 */
export const arrivingText = Extension.create({
  name: 'arrivingText',
  addProseMirrorPlugins: () => [
    new Plugin({
      view: (view) => {
        takeOver(view)
        return {}
      },
    }),
  ],
  dispatchTransaction({ transaction, next }) {
    const { editor } = this
    const isArriving = transaction.docChanged && isChangeOrigin(transaction) && !editor.isDestroyed
    const sync = isArriving ? syncOf(editor.state) : undefined
    const part = sync ? changedPart(transaction, editor.state, sync.binding) : transaction
    // Bold that is on for the next letter stays on.
    const { storedMarks } = editor.state
    if (sync && storedMarks && !editor.view.composing) part.setStoredMarks(storedMarks)
    next(part)
  },
})

function syncOf(state: EditorState): { readonly binding: ProsemirrorBinding } | undefined {
  return ySyncPluginKey.getState(state) as { readonly binding: ProsemirrorBinding } | undefined
}

function takeOver(view: EditorView): void {
  const sync = syncOf(view.state)
  if (!sync || taken.has(sync.binding)) return
  const { binding } = sync
  taken.add(binding)
  const drawDocument = binding._observeFunction as Observer
  const observer: Observer = (events, transaction) => {
    if (!drawBlocks(binding, transaction)) drawDocument(events, transaction)
  }
  binding.type.unobserveDeep(drawDocument)
  binding._observeFunction = observer
  binding.type.observeDeep(observer)
}

/** False, and nothing drawn, when it takes the whole document; true also for the editor's own changes, which it shows. */
function drawBlocks(binding: ProsemirrorBinding, transaction: Y.Transaction): boolean {
  const view = binding.prosemirrorView as EditorView | null
  if (!view || transaction.origin instanceof Y.UndoManager) return false
  const elements = elementsOf(binding.type, transaction)
  const blocks = elements && findBlocks(elements, binding.type, view)
  if (!blocks) return false
  let isDrawn = true
  // Not entered while the editor writes its own change to the shared text.
  binding.mux(() => {
    const drawn: Y.XmlElement[] = blocks.map(({ element }) => element)
    const asBody: unknown = { toArray: () => drawn } satisfies Pick<Y.XmlFragment, 'toArray'>
    const nodes = yXmlFragmentToProseMirrorFragment(asBody as Y.XmlFragment, view.state.schema).content
    isDrawn = nodes.length === blocks.length
    if (isDrawn) show(binding, view, blocks, nodes)
  })
  return isDrawn
}

/** The plain blocks that all of the changed text is in; undefined when anything else has changed. */
function elementsOf(body: Y.XmlFragment, transaction: Y.Transaction): Set<Y.XmlElement> | undefined {
  const elements = new Set<Y.XmlElement>()
  for (const type of transaction.changed.keys()) {
    const { parent } = type
    if (!(type instanceof Y.XmlText) || !(parent instanceof Y.XmlElement) || parent.parent !== body) return undefined
    elements.add(parent as Y.XmlElement)
  }
  return elements
}

/** In the order of the document; undefined when the editor has them otherwise, or the own selection in them. */
function findBlocks(elements: Set<Y.XmlElement>, body: Y.XmlFragment, view: EditorView): ChangedBlock[] | undefined {
  const { doc, selection } = view.state
  const all = body.toArray()
  if (all.length !== doc.childCount) return undefined
  const blocks: ChangedBlock[] = []
  let from = 0
  for (const [index, child] of all.entries()) {
    const element = child as Y.XmlElement
    const { type, nodeSize } = doc.child(index)
    const to = from + nodeSize
    if (elements.has(element)) {
      if (type.name !== element.nodeName || (selection.from < to && selection.to > from)) return undefined
      blocks.push({ element, index, from, to })
    }
    from = to
  }
  return blocks.length === elements.size ? blocks : undefined
}

function show(binding: ProsemirrorBinding, view: EditorView, blocks: ChangedBlock[], nodes: readonly Node[]): void {
  const { tr, selection } = view.state
  // The document as a whole is mapped too, and is another one now.
  binding.mapping.delete(binding.type)
  const drawn = blocks.map((block, position) => ({ ...block, node: nodes[position] as Node }))
  for (const { element, node } of drawn) binding.mapping.set(element, node)
  // A step costs the list of all blocks: one below the selection, then one above it, so that it moves with its text.
  replace(
    tr,
    drawn.filter(({ from }) => from >= selection.to),
  )
  replace(
    tr,
    drawn.filter(({ to }) => to <= selection.from),
  )
  tr.setMeta('addToHistory', false)
  view.dispatch(tr.setMeta(ySyncPluginKey, { isChangeOrigin: true, isUndoRedoOperation: false }))
}

/** In one step, with the blocks between them as they are. */
function replace(tr: Transaction, drawn: readonly (ChangedBlock & { readonly node: Node })[]): void {
  const [first, last] = [drawn[0], drawn.at(-1)]
  if (!first || !last) return
  const nodes = tr.doc.content.content.slice(first.index, last.index + 1)
  for (const { index, node } of drawn) nodes[index - first.index] = node
  tr.replace(first.from, last.to, new Slice(Fragment.fromArray(nodes), 0, 0))
}
