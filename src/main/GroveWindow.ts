import path from 'node:path'
import { BrowserWindow } from 'electron'
import { APP_HOST, APP_SCHEME, CHANNELS } from '../bridge/channels'
import type { EventName, EventTypes } from '../bridge/contract'
import type { Bounds, WindowPlace, WindowState } from './WindowState'

export interface GroveWindowOptions {
  readonly state: WindowState
  readonly backgroundColor: string
  readonly spellCheck: boolean
  /** Vite's address while developing. */
  readonly servedUrl: string | undefined
  /** The page shows it, and remembers nothing of last time. */
  readonly isSafeMode: boolean
}

/** One window of the app and what it shows. */
export class GroveWindow {
  readonly browserWindow: BrowserWindow
  #place: WindowPlace
  /** The page moves on by itself: only what it has said stands for where it is. */
  #hasSaidWhere = false

  constructor(readonly options: GroveWindowOptions) {
    const { bounds, isMaximized } = options.state
    this.#place = options.state
    this.browserWindow = new BrowserWindow({
      ...(bounds ?? { width: 1200, height: 820 }),
      minWidth: 480,
      minHeight: 360,
      show: false,
      title: 'Grove',
      backgroundColor: options.backgroundColor,
      webPreferences: {
        preload: path.join(__dirname, '../preload/index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        webviewTag: false,
        safeDialogs: true,
        spellcheck: options.spellCheck,
      },
    })
    if (isMaximized) this.browserWindow.maximize()
    this.browserWindow.once('ready-to-show', () => this.browserWindow.show())
  }

  get id(): number {
    return this.browserWindow.webContents.id
  }

  get place(): WindowPlace {
    return this.#place
  }

  set place(place: WindowPlace) {
    this.#place = { spaceId: place.spaceId, entryId: place.entryId }
    this.#hasSaidWhere = true
  }

  get state(): WindowState {
    return {
      spaceId: this.#place.spaceId,
      entryId: this.#hasSaidWhere ? this.#place.entryId : null,
      bounds: this.browserWindow.getNormalBounds(),
      isMaximized: this.browserWindow.isMaximized(),
    }
  }

  get bounds(): Bounds {
    return this.browserWindow.getNormalBounds()
  }

  /** Loads the page, now or again, at the place this window shows. */
  async load(): Promise<void> {
    const url = new URL(this.options.servedUrl ?? `${APP_SCHEME}://${APP_HOST}/index.html`)
    if (this.#place.spaceId !== null) url.searchParams.set('space', this.#place.spaceId)
    if (this.#place.entryId !== null) url.searchParams.set('entry', this.#place.entryId)
    if (this.options.isSafeMode) url.searchParams.set('safe', '1')
    await this.browserWindow.loadURL(url.href)
  }

  tell<N extends EventName>(name: N, value: EventTypes[N]): void {
    if (!this.isGone) this.browserWindow.webContents.send(CHANNELS.event, name, value)
  }

  get isGone(): boolean {
    return this.browserWindow.isDestroyed() || this.browserWindow.webContents.isDestroyed()
  }

  focus(): void {
    if (this.browserWindow.isMinimized()) this.browserWindow.restore()
    this.browserWindow.show()
    this.browserWindow.focus()
  }
}
