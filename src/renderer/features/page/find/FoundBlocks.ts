import type { Node } from '@tiptap/pm/model'
import type { Span } from '../readLine'
import type { BlockFinder } from './FindQuery'

/** A place that was found, by positions in the page. */
export type Match = Span

interface FoundBlock {
  /** Where its content begins. */
  readonly start: number
  readonly spans: readonly Span[]
  /** How many were found above it. */
  readonly above: number
}

/** All that was found in a page as it was, from its top to its end. */
export class FoundBlocks {
  constructor(
    readonly doc: Node,
    readonly blocks: readonly FoundBlock[],
    readonly count: number,
  ) {}

  /** Which one a match is, counted from 1; 0: none. */
  numberOf(match: Match): number {
    const index = this.#firstFrom(match.from)
    const found = this.at(index)
    return found?.from === match.from && found.to === match.to ? index + 1 : 0
  }

  /** The first that begins at a position or below; from the top again where there is none. */
  after(position: number): Match | undefined {
    return this.at(this.#firstFrom(position)) ?? this.at(0)
  }

  /** The last that begins above a position; from the end again where there is none. */
  before(position: number): Match | undefined {
    return this.at(this.#firstFrom(position) - 1) ?? this.at(this.count - 1)
  }

  *matches(): Generator<Match> {
    for (const block of this.blocks) for (const span of block.spans) yield matchOf(block.start, span)
  }

  at(index: number): Match | undefined {
    const block = this.blocks[lastIndex(this.blocks, ({ above }) => above <= index)]
    const span = block?.spans[index - block.above]
    return block && span && matchOf(block.start, span)
  }

  /** How many begin above it. */
  #firstFrom(position: number): number {
    const block = this.blocks[lastIndex(this.blocks, ({ start }) => start <= position)]
    if (!block) return 0
    return block.above + lastIndex(block.spans, ({ from }) => block.start + from < position) + 1
  }
}

/** What is found in the part of a page between two positions: blocks that are partly in it count. */
export function findBetween(doc: Node, from: number, to: number, finder: BlockFinder): Match[] {
  const found: Match[] = []
  doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true
    found.push(...matchesInBlock(node, position, finder))
    return false
  })
  return found
}

export function matchesInBlock(block: Node, position: number, finder: BlockFinder): Match[] {
  return finder.find(block).map((span) => matchOf(position + 1, span))
}

/** Yields after each block. */
export function* findAll(doc: Node, finder: BlockFinder): Generator<undefined, FoundBlocks> {
  const blocks: FoundBlock[] = []
  let count = 0
  for (const [node, position] of textBlocks(doc, 0)) {
    const spans = finder.find(node)
    if (spans.length > 0) blocks.push({ start: position + 1, spans, above: count })
    count += spans.length
    yield
  }
  return new FoundBlocks(doc, blocks, count)
}

/** The blocks of text in a node, whose content begins at `start`, with their positions: those that end below a position. */
export function* textBlocks(node: Node, start: number, above = 0): Generator<readonly [node: Node, position: number]> {
  let position = start
  for (const child of node.children) {
    const end = position + child.nodeSize
    if (end > above) {
      if (child.isTextblock) yield [child, position]
      else if (!child.isLeaf) yield* textBlocks(child, position + 1, above)
    }
    position = end
  }
}

function matchOf(start: number, { from, to, isText }: Span): Match {
  return { from: start + from, to: start + to, isText }
}

/** Of the last one of which it is so; it is so of all before that. -1: of none. */
function lastIndex<T>(all: readonly T[], isSo: (one: T) => boolean): number {
  let [low, high] = [0, all.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isSo(all[middle] as T)) low = middle + 1
    else high = middle
  }
  return low - 1
}
