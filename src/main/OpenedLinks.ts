import type { GroveWindow } from './GroveWindow'
import type { Windows } from './Windows'

/** Links that the system hands over: each goes to the window in front, as soon as its page listens. */
export class OpenedLinks {
  #windows: Windows | undefined
  #waiting: string | undefined

  /** From now on there are windows. */
  serve(windows: Windows): void {
    this.#windows = windows
    this.#give()
  }

  open(link: string | undefined): void {
    if (link === undefined) return
    this.#waiting = link
    this.#give()
  }

  #give(): void {
    const link = this.#waiting
    if (!this.#windows || link === undefined) return
    this.#waiting = undefined
    const window = this.#windows.first ?? this.#windows.open()
    whenLoaded(window, () => window.tell('link.opened', link))
  }
}

function whenLoaded({ browserWindow: { webContents } }: GroveWindow, then: () => void): void {
  if (webContents.isLoading()) webContents.once('did-finish-load', then)
  else then()
}
