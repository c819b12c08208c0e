import { BrowserWindow, nativeTheme, screen, type WebContents } from 'electron'
import type { EventName, EventTypes } from '../bridge/contract'
import type { Cancel, Timers } from '../core/environment'
import type { SpaceId } from '../core/space/Space'
import { boundsOnScreen, cascaded } from './boundsOnScreen'
import { GroveWindow } from './GroveWindow'
import type { JsonFile } from './JsonFile'
import type { Settings } from '../home/Settings'
import { SOMEWHERE, type WindowPlace, type WindowState } from './WindowState'

export interface WindowsOptions {
  readonly file: Pick<JsonFile<{ readonly windows: readonly WindowState[] }>, 'read' | 'write'>
  readonly settings: Settings
  readonly timers: Timers
  readonly servedUrl: string | undefined
  readonly isSafeMode: boolean
  /** Prepares a window before its page loads: security, menus, closing. */
  readonly onOpen: (window: GroveWindow) => void
  readonly onTrouble: (error: unknown) => void
}

const SAVE_AFTER_MS = 500

/** All windows of the app. Which there are, where they lie and what they show survives a restart. */
export class Windows {
  readonly #options: WindowsOptions
  readonly #windows = new Set<GroveWindow>()
  #cancelSave: Cancel | undefined
  /** From the moment the app quits, windows that close still count: they are to come back. */
  #isQuitting = false

  constructor(options: WindowsOptions) {
    this.#options = options
    nativeTheme.on('updated', () => this.#paint())
  }

  get all(): readonly GroveWindow[] {
    return [...this.#windows]
  }

  /** The spaces they show, or will: a window that was in none begins with that of last time. */
  get spaceIds(): ReadonlySet<SpaceId> {
    const { lastSpaceId } = this.#options.settings.value.current
    return new Set(this.all.flatMap((window) => window.place.spaceId ?? lastSpaceId ?? []))
  }

  get first(): GroveWindow | undefined {
    return this.focused ?? this.all[0]
  }

  get focused(): GroveWindow | undefined {
    const focused = BrowserWindow.getFocusedWindow()
    return this.all.find((window) => window.browserWindow === focused)
  }

  of(contents: WebContents): GroveWindow | undefined {
    return this.all.find((window) => !window.isGone && window.browserWindow.webContents === contents)
  }

  /** Opens the windows of last time, or one. */
  async restore(): Promise<void> {
    const { windows } = await this.#options.file.read()
    const areas = screen.getAllDisplays().map((display) => display.workArea)
    const states = windows.length > 0 ? windows : [{ ...SOMEWHERE, bounds: null, isMaximized: false }]
    for (const state of states) {
      this.#open({ ...state, bounds: state.bounds && boundsOnScreen(state.bounds, areas) })
    }
  }

  open(place: WindowPlace = SOMEWHERE): GroveWindow {
    const near = this.first
    const areas = screen.getAllDisplays().map((display) => display.workArea)
    const bounds = near ? boundsOnScreen(cascaded(near.bounds), areas) : null
    return this.#open({ spaceId: place.spaceId, entryId: place.entryId, bounds, isMaximized: false })
  }

  tellAll<N extends EventName>(name: N, value: EventTypes[N]): void {
    for (const window of this.#windows) window.tell(name, value)
  }

  /** Something about a window changed that is to survive. */
  changed(): void {
    if (this.#isQuitting) return
    this.#cancelSave?.()
    this.#cancelSave = this.#options.timers.after(SAVE_AFTER_MS, () => void this.save())
  }

  /** The windows there are now are those of next time, in whatever order they close from here on. */
  async beginQuit(): Promise<void> {
    if (this.#isQuitting) return
    await this.save()
    this.#isQuitting = true
  }

  endQuit(): void {
    this.#isQuitting = false
  }

  async save(): Promise<void> {
    this.#cancelSave?.()
    this.#cancelSave = undefined
    const windows = this.all.filter((window) => !window.isGone).map((window) => window.state)
    if (!this.#isQuitting && windows.length > 0) await this.#options.file.write({ windows })
  }

  #open(state: WindowState): GroveWindow {
    const { settings, servedUrl, isSafeMode, onOpen, onTrouble } = this.#options
    const { spellCheck } = settings.value.current
    const window = new GroveWindow({ state, backgroundColor: backgroundColor(), spellCheck, servedUrl, isSafeMode })
    this.#windows.add(window)
    const { browserWindow } = window
    for (const event of ['resize', 'move', 'maximize', 'unmaximize'] as const) {
      browserWindow.on(event as 'resize', () => this.changed())
    }
    browserWindow.once('closed', () => {
      this.#windows.delete(window)
      // The last window is the one that comes back.
      if (this.#windows.size > 0) this.changed()
    })
    onOpen(window)
    window.load().catch(onTrouble)
    this.changed()
    return window
  }

  #paint(): void {
    for (const window of this.#windows) if (!window.isGone) window.browserWindow.setBackgroundColor(backgroundColor())
  }
}

/** `--surface` of the renderer's tokens: what shows until the page does. */
function backgroundColor(): string {
  return nativeTheme.shouldUseDarkColors ? '#1b1a19' : '#fcfbf9'
}
