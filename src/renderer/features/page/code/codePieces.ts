import type { Node } from '@tiptap/pm/model'
import { common, createLowlight } from 'lowlight'

const lowlight = createLowlight(common)

/** Languages one can choose for a code block. */
export const CODE_LANGUAGES: readonly string[] = lowlight.listLanguages().sort()

/** Code of one colour: from one character of its block to another. */
export interface CodePiece {
  readonly from: number
  readonly to: number
  readonly className: string
}

type Root = ReturnType<typeof lowlight.highlight>
type Part = Root | Root['children'][number]

const MAX_CHARACTERS = 50_000
/** ProseMirror keeps the node of a block that did not change. */
const piecesByNode = new WeakMap<Node, readonly CodePiece[]>()

/** Those that are known already: reading code takes 1 ms for each 1,000 characters or so. */
export function knownPieces(node: Node): readonly CodePiece[] | undefined {
  return piecesByNode.get(node)
}

/** In order, and none in another. None for a language nobody knows, and for code that is too long to be read. */
export function piecesOf(node: Node): readonly CodePiece[] {
  const known = knownPieces(node)
  if (known) return known
  const pieces: CodePiece[] = []
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
