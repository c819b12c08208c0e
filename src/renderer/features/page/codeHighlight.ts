import type { Node } from '@tiptap/pm/model'
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import { common, createLowlight } from 'lowlight'

const lowlight = createLowlight(common)

/** Languages one can choose for a code block. */
export const CODE_LANGUAGES: readonly string[] = lowlight.listLanguages().sort()

interface Piece {
  readonly from: number
  readonly to: number
  readonly className: string
}

type Root = ReturnType<typeof lowlight.highlight>
type Part = Root | Root['children'][number]

const MAX_CHARACTERS = 50_000
/** ProseMirror keeps the node of a block that did not change, so only the block one types in is read again. */
const piecesByNode = new WeakMap<Node, readonly Piece[]>()

function piecesOf(node: Node): readonly Piece[] {
  const known = piecesByNode.get(node)
  if (known) return known
  const pieces: Piece[] = []
  let at = 0
  const visit = (part: Part, classes: readonly string[]): void => {
    const names = 'properties' in part ? part.properties['className'] : undefined
    const inside = Array.isArray(names) ? [...classes, ...names.map(String)] : classes
    if ('value' in part) {
      if (inside.length > 0) pieces.push({ from: at, to: at + part.value.length, className: inside.join(' ') })
      at += part.value.length
    }
    if ('children' in part) for (const child of part.children) visit(child, inside)
  }
  const language: unknown = node.attrs['language']
  const text = node.textContent
  if (typeof language === 'string' && lowlight.registered(language) && text.length < MAX_CHARACTERS) {
    visit(lowlight.highlight(language, text), [])
  }
  piecesByNode.set(node, pieces)
  return pieces
}

function decorate(doc: Node): DecorationSet {
  const decorations: Decoration[] = []
  doc.descendants((node, pos) => {
    if (node.type.name !== 'codeBlock') return !node.isTextblock
    for (const piece of piecesOf(node)) {
      decorations.push(Decoration.inline(pos + 1 + piece.from, pos + 1 + piece.to, { class: piece.className }))
    }
    return false
  })
  return DecorationSet.create(doc, decorations)
}

const key = new PluginKey<DecorationSet>('codeHighlight')

/** Colours the code in code blocks by their language. */
export function codeHighlight(): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_config, { doc }) => decorate(doc),
      apply: (tr, set) => (tr.docChanged ? decorate(tr.doc) : set),
    },
    props: { decorations: (state: EditorState) => key.getState(state) },
  })
}
