import { Fragment, Slice, type Node } from '@tiptap/pm/model'
import { Selection, type EditorState, type Transaction } from '@tiptap/pm/state'
import { ReplaceStep } from '@tiptap/pm/transform'
import { ySyncPluginKey, type ProsemirrorBinding } from '@tiptap/y-tiptap'

/**
 * The same change, with the blocks it leaves as they are left alone. The binding makes the whole document anew when blocks come
 * or go; the editor would then write other text into each block of the screen, so that nothing on it keeps its place.
 */
export function changedPart(change: Transaction, state: EditorState, binding: ProsemirrorBinding): Transaction {
  const [step] = change.steps
  const isWhole = step instanceof ReplaceStep && step.from === 0 && step.to === state.doc.content.size
  if (!isWhole || change.steps.length > 1) return change
  const before = state.doc.content.content
  const after = change.doc.content.content
  const most = Math.min(before.length, after.length)
  let head = 0
  while (head < most && isSame(before[head], after[head])) head++
  let tail = 0
  while (tail < most - head && isSame(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++
  if (head + tail === 0) return change
  remap(binding, before.slice(0, head), after.length, 0)
  remap(binding, before.slice(before.length - tail), after.length, after.length - tail)
  const { tr } = state
  const nodes = after.slice(head, after.length - tail)
  const to = state.doc.content.size - sizeOf(before.slice(before.length - tail))
  tr.replace(sizeOf(before.slice(0, head)), to, new Slice(Fragment.fromArray(nodes), 0, 0))
  tr.setSelection(Selection.fromJSON(tr.doc, change.selection.toJSON() as object))
  tr.setMeta('addToHistory', false)
  if (change.scrolledIntoView) tr.scrollIntoView()
  return tr.setMeta(ySyncPluginKey, change.getMeta(ySyncPluginKey))
}

function isSame(before: Node | undefined, after: Node | undefined): boolean {
  return before !== undefined && after !== undefined && before.eq(after)
}

function sizeOf(nodes: readonly Node[]): number {
  return nodes.reduce((size, { nodeSize }) => size + nodeSize, 0)
}

/** The binding knows blocks that have not changed by the node the editor has for them. */
function remap(binding: ProsemirrorBinding, nodes: readonly Node[], count: number, from: number): void {
  const { type, mapping } = binding
  if (type.length !== count) return
  type.slice(from, from + nodes.length).forEach((element, index) => {
    const node = nodes[index]
    if (node && mapping.has(element)) mapping.set(element, node)
  })
}
