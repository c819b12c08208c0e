import { placeLinkOf, readPlaceLink } from '../../../core/space/PlaceLink'

/** What a tab shows, as its address says it: `/?space=<id>&entry=<id>`. */
export interface TabPlace {
  readonly spaceId: string | null
  readonly entryId: string | null
}

/** Keeps the address in step with what the tab shows, so that it can be reloaded, bookmarked and gone back from. */
export class AddressBar {
  #isFirst = true

  constructor(
    readonly page: Pick<Window, 'location' | 'history' | 'addEventListener'>,
    /** The browser went back or forward. */
    onPlace: (place: TabPlace) => void,
  ) {
    page.addEventListener('popstate', () => onPlace(this.place))
  }

  get place(): TabPlace {
    return readPlaceLink(this.page.location.href) ?? { spaceId: null, entryId: null }
  }

  hrefOf({ spaceId, entryId }: TabPlace): string {
    const { href } = new URL('/', this.page.location.href)
    return spaceId === null ? href : placeLinkOf({ spaceId, entryId }, href)
  }

  /** Each place is one step to go back from. The first only completes the address the tab was opened with. */
  show(place: TabPlace): void {
    const href = this.hrefOf(place)
    const isFirst = this.#isFirst
    this.#isFirst = false
    if (href === this.page.location.href) return
    if (isFirst) this.page.history.replaceState(null, '', href)
    else this.page.history.pushState(null, '', href)
  }

  /** The link of an invitation that this tab was opened with. Its secret does not stay in the address or the history. */
  takeJoinLink(): string | undefined {
    const { href, pathname, hash } = this.page.location
    if (pathname !== '/join' || hash === '') return undefined
    this.page.history.replaceState(null, '', '/')
    return href
  }
}
