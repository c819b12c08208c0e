import type { Node, Schema } from '@tiptap/pm/model'
import { initProseMirrorDoc, type ProsemirrorBinding } from '@tiptap/y-tiptap'
import * as Y from 'yjs'

/** The elements of the shared text, and the editor's nodes for them. */
export type NodesByType = ProsemirrorBinding['mapping']

/** A block of more than this is made in parts. */
const PART = 40
/** What is drawn with more than its own element weighs more. */
const WEIGHTS: Readonly<Record<string, number>> = { taskItem: 3 }

interface Made {
  readonly nodes: readonly Node[]
  readonly isWhole: boolean
}

/** How many elements there are to draw in it, at all depths; no more are counted than `most`. */
export function weightOf(element: Y.XmlFragment, most: number): number {
  let weight = element instanceof Y.XmlElement ? (WEIGHTS[element.nodeName] ?? 1) : 0
  for (let child = element.firstChild; child && weight < most; child = child.nextSibling as typeof child)
    if (child instanceof Y.XmlElement) weight += weightOf(child, most - weight)
  return weight
}

/**
 * The editor's nodes of a shared text, made from its top in steps. Of a list, a table or a quote that is long, a step makes the first
 * items, rows or blocks.
 */
export class GrowingNodes {
  /** What was made for the step before is not made again. */
  #left = 0

  /** `nodes` gets all that is made, but no block that is there in part. */
  constructor(
    readonly schema: Schema,
    readonly nodes: NodesByType,
  ) {}

  /** The beginning of the text: what `nodes` has of it, and so much more (in elements). */
  more(body: Y.XmlFragment, elements: number): Made {
    this.#left = elements
    return this.#children(body)
  }

  #children(parent: Y.XmlFragment): Made {
    const nodes: Node[] = []
    for (const child of parent.toArray()) {
      const known = this.nodes.get(child)
      if (known) {
        nodes.push(known as Node)
        continue
      }
      if (this.#left <= 0) return { nodes, isWhole: false }
      const part = child instanceof Y.XmlElement && this.#isLong(child) ? this.#part(child) : undefined
      const made = part?.node ?? this.#whole(child)
      if (made) nodes.push(made)
      if (part?.isWhole === false) return { nodes, isWhole: false }
    }
    return { nodes, isWhole: true }
  }

  #isLong(element: Y.XmlElement): boolean {
    return weightOf(element, PART) >= PART && element.toArray().every((child) => child instanceof Y.XmlElement)
  }

  /** As much of a long block as there is to be; undefined where the schema takes it only whole. */
  #part(element: Y.XmlElement): { readonly node: Node; readonly isWhole: boolean } | undefined {
    const { nodes, isWhole } = this.#children(element)
    try {
      const node = this.schema.node(element.nodeName, element.getAttributes(), nodes)
      if (isWhole) this.nodes.set(element, node)
      return { node, isWhole }
    } catch {
      return undefined
    }
  }

  /** Undefined for what the schema cannot hold: making it deletes it from the shared text. */
  #whole(type: unknown): Node | undefined {
    if (type instanceof Y.XmlElement) this.#left -= weightOf(type, Infinity)
    const asBody: unknown = { toArray: () => [type] }
    const { doc, mapping } = initProseMirrorDoc(asBody as Y.XmlFragment, this.schema)
    for (const [made, node] of mapping as NodesByType) this.nodes.set(made, node)
    return doc.firstChild ?? undefined
  }
}
