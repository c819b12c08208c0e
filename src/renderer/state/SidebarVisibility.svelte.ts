import { MediaQuery } from 'svelte/reactivity'
import type { Place } from './Navigation.svelte'

/** Below this the page needs all the room there is. */
const NARROW_PX = 720

/** Whether the sidebar is seen: beside the page, or, in a narrow window, above it until something is opened. */
export class SidebarVisibility {
  readonly #narrow = new MediaQuery(`(max-width: ${NARROW_PX - 0.02}px)`)
  #isHidden = $state(false)
  /** Where one was when the drawer was pulled out: it is gone as soon as one is elsewhere. */
  #drawerAt = $state.raw<Place>()
  readonly #place: () => Place | undefined

  constructor(place: () => Place | undefined) {
    this.#place = place
  }

  get isNarrow(): boolean {
    return this.#narrow.current
  }

  get isShown(): boolean {
    if (!this.isNarrow) return !this.#isHidden
    return this.#drawerAt !== undefined && this.#drawerAt === this.#place()
  }

  show(): void {
    if (!this.isShown) this.toggle()
  }

  toggle(): void {
    if (!this.isNarrow) this.#isHidden = !this.#isHidden
    else this.#drawerAt = this.isShown ? undefined : this.#place()
  }

  closeDrawer(): void {
    this.#drawerAt = undefined
  }
}
