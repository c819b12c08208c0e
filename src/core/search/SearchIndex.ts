import type { SpaceId } from '../space/Space'
import type { TreeId, VertexId } from '../tree/ops'
import type { MarkedText } from './MarkedText'

export interface SearchQuestion {
  readonly spaceIds: readonly SpaceId[]
  /** As it was typed: `parseSearch`. */
  readonly text: string
  /** At most so many hits. */
  readonly limit: number
}

/** A document in which everything that was searched for stands, in its title or its text. */
export interface SearchHit {
  readonly spaceId: SpaceId
  readonly entryId: VertexId
  readonly treeId: TreeId
  readonly appId: string
  readonly icon: string | null
  readonly title: MarkedText
  /** Names from the top down to its parent, ` / ` between them; empty at the top. */
  readonly path: string
  readonly snippet: MarkedText
  /** The words around the first place in the text, as they stand there; empty when only the title was found. */
  readonly passage: string
}

/** How much of what is there can be found by now. */
export interface SearchProgress {
  readonly done: number
  readonly total: number
}

export interface SearchAnswer {
  /** Best first. */
  readonly hits: readonly SearchHit[]
  /** Of all documents found. */
  readonly count: number
  /** There are at least so many as `count` says. */
  readonly isMore: boolean
  /** Null when all that is saved was looked at; else more may come. */
  readonly progress: SearchProgress | null
  /** Spaces that could not be looked at, and why, in a sentence. */
  readonly problems: readonly { readonly spaceId: SpaceId; readonly sentence: string }[]
}

/** Finds documents by the words in them: a cache of the journals, on each machine its own. */
export interface SearchIndex {
  /** Looks at what was saved last before it answers, if that is not much. Rejects with AppError. */
  find(question: SearchQuestion): Promise<SearchAnswer>
}
