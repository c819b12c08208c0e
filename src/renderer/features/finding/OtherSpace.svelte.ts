import type { OpenSpace } from '../../../core/space/OpenSpace'
import type { SpaceManager } from '../../../core/space/SpaceManager'
import { EntryCatalog } from '../../state/EntryCatalog'

/** Another space than the one in the window, open for a look at what is in it. */
export interface FoundSpace {
  readonly id: string
  readonly name: string
  readonly openSpace: OpenSpace
  readonly catalog: EntryCatalog
}

/** Opens one, and lets it go in the end. */
export class OtherSpace {
  found = $state.raw<FoundSpace>()
  isOpening = $state(false)
  #isClosed = false

  constructor(readonly manager: Pick<SpaceManager, 'openSpace' | 'closeSpace'>) {}

  async open(id: string, name: string): Promise<void> {
    if (this.isOpening) return
    this.isOpening = true
    try {
      const openSpace = await this.manager.openSpace(id)
      try {
        const space = await openSpace.space()
        if (!this.#isClosed) this.found = { id, name, openSpace, catalog: new EntryCatalog(space) }
      } finally {
        if (!this.found) await this.manager.closeSpace(id)
      }
    } finally {
      this.isOpening = false
    }
  }

  close(): void {
    this.#isClosed = true
    if (!this.found) return
    this.found.catalog.dispose()
    // What does not close by itself is closed with the window.
    this.manager.closeSpace(this.found.id).catch(() => undefined)
  }
}
