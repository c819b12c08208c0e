import type { Answer, EventName } from '../../bridge/contract'
import type { ErrorDetail } from '../../core/AppError'
import type { SpaceId } from '../../core/space/Space'
import type { SearchOrder } from '../../home/search/searchMessages'

/** Held by the one home that has the spaces open. */
export const HOME_LOCK = 'grove-home'

/** Brings a stored file into this browser. */
export interface FileRequest {
  readonly kind: 'file'
  readonly no: number
  readonly spaceId: SpaceId
  readonly hash: string
  /** Whether those who may have it are asked again for about a minute. */
  readonly isPatient: boolean
}

/** What a tab says to its home, over one MessagePort. */
export type TabMessage =
  /** First of all. `lock`: held by the tab for as long as it lives, so that the home learns of its end. */
  | { readonly kind: 'hello'; readonly lock: string }
  | { readonly kind: 'request'; readonly no: number; readonly name: string; readonly question: unknown }
  | FileRequest
  /** Serves the space through the port that comes with this, for a worker of the tab. */
  | { readonly kind: 'space'; readonly no: number; readonly spaceId: SpaceId }
  /** Stored files came into this browser that others may lack. */
  | { readonly kind: 'files-added'; readonly spaceId: SpaceId }
  /** The worker that searches could not be started here. */
  | { readonly kind: 'searcher-lost' }

/** What a home says to a tab. */
export type HomeMessage =
  /** Another version of Grove has the spaces open; `welcome` follows when that one has ended. */
  | { readonly kind: 'waiting' }
  /** `lock`: held by the home for as long as it lives. */
  | { readonly kind: 'welcome'; readonly lock: string }
  | { readonly kind: 'failed'; readonly detail: ErrorDetail }
  | { readonly kind: 'answer'; readonly no: number; readonly answer: Answer<unknown> }
  | { readonly kind: 'event'; readonly name: EventName; readonly value: unknown }
  /** With the port to the space. */
  | { readonly kind: 'port'; readonly spaceId: SpaceId }
  /** The tab starts the worker that searches, and gives it the port that comes with this. */
  | { readonly kind: 'searcher' }

/** What a home tells the worker that searches, which answers with `SearchNews`. */
export type SearcherMessage = SearchOrder | { readonly kind: 'end' }

/** What the service worker asks of a tab, with a port for the answer: a stored file that is not in this browser yet. */
export interface FileWanted {
  readonly kind: 'file-wanted'
  readonly spaceId: SpaceId
  readonly hash: string
}
