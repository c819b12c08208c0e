import { app, dialog, ipcMain, type MessageBoxOptions } from 'electron'
import { CHANNELS } from '../bridge/channels'
import { AppError } from '../core/AppError'
import type { Timers } from '../core/environment'
import { askToFinish } from './askToFinish'
import type { GroveWindow } from './GroveWindow'
import type { PortBroker } from './PortBroker'
import type { SpaceCatalogue } from '../home/SpaceCatalogue'
import { unsavedSentence, type UnsavedSpace } from './unsavedSentence'
import type { Windows } from './Windows'

export interface FarewellOptions {
  readonly timers: Timers
  readonly windows: Windows
  readonly broker: PortBroker
  readonly catalogue: SpaceCatalogue
  /** Closes everything after the last window: spaces, files, lock. */
  readonly closeAll: () => Promise<void>
}

/**
 * Closing windows and quitting without losing a keystroke: the page sends what it has, the journal makes it durable, and
 * only then the window goes. When saving fails, the person decides, and staying is what Enter means.
 */
export class Farewell {
  readonly #options: FarewellOptions
  readonly #busy = new Map<GroveWindow, Promise<boolean>>()
  #isQuitting = false
  #isDone = false

  constructor(options: FarewellOptions) {
    this.#options = options
    app.on('before-quit', (event) => {
      if (this.#isDone) return
      event.preventDefault()
      void this.leave(() => app.quit())
    })
  }

  /**
   * Closes windows and spaces, then calls `last`, which ends the app. False when somebody decided to stay, or it is
   * leaving already.
   */
  async leave(last: () => void): Promise<boolean> {
    if (this.#isQuitting) return false
    this.#isQuitting = true
    try {
      return await this.#quit(last)
    } finally {
      this.#isQuitting = false
    }
  }

  /** Makes everything durable while all windows stay; a sentence says what is not, undefined: nothing. */
  async saveAll(): Promise<string | undefined> {
    const { windows, broker, timers } = this.#options
    const writing = windows.all.filter((window) => broker.spacesOf(window).length > 0)
    const answers = await Promise.all(writing.map((window) => askToFinish(this.#closingWindow(window), timers)))
    if (answers.includes('silent')) return 'A window does not answer: close it.'
    const unsaved = await this.#unsaved()
    return unsaved.length === 0 ? undefined : unsavedSentence(unsaved)
  }

  /** From now on the window closes only when what it holds is safe. */
  guard(window: GroveWindow): void {
    window.browserWindow.on('close', (event) => {
      event.preventDefault()
      void this.#finish(window).then((mayGo) => {
        if (mayGo && !window.isGone) window.browserWindow.destroy()
      })
    })
  }

  async #quit(last: () => void): Promise<boolean> {
    const { windows, closeAll } = this.#options
    await windows.beginQuit()
    const mayGo = await Promise.all(windows.all.map((window) => this.#finish(window)))
    if (mayGo.includes(false)) {
      windows.endQuit()
      return false
    }
    for (const window of windows.all) if (!window.isGone) window.browserWindow.destroy()
    try {
      await closeAll()
    } finally {
      this.#isDone = true
      last()
    }
    return true
  }

  /** True when the window may go. */
  #finish(window: GroveWindow): Promise<boolean> {
    const busy = this.#busy.get(window)
    if (busy) return busy
    const finishing = this.#ask(window).finally(() => this.#busy.delete(window))
    this.#busy.set(window, finishing)
    return finishing
  }

  async #ask(window: GroveWindow): Promise<boolean> {
    // A window that has no space open has nothing to send, and perhaps no page to answer.
    if (this.#options.broker.spacesOf(window).length === 0) return true
    const answer = await askToFinish(this.#closingWindow(window), this.#options.timers)
    if (answer === 'silent' && !(await this.#mayDropSilent(window))) return false
    const unsaved = await this.#unsaved()
    if (unsaved.length === 0) return true
    return this.#confirm(window, {
      message: 'Not everything is saved yet.',
      detail: unsavedSentence(unsaved),
      buttons: ['Keep Open', 'Close and Lose These Changes'],
    })
  }

  #mayDropSilent(window: GroveWindow): Promise<boolean> {
    return this.#confirm(window, {
      message: 'This window does not answer.',
      detail: 'What was shown as saved is safe. What was written in the last moments may be lost if you close it now.',
      buttons: ['Keep Open', 'Close Anyway'],
    })
  }

  async #confirm(
    window: GroveWindow,
    question: Pick<MessageBoxOptions, 'message' | 'detail' | 'buttons'>,
  ): Promise<boolean> {
    if (window.isGone) return true
    const options: MessageBoxOptions = { ...question, type: 'warning', defaultId: 0, cancelId: 0, noLink: true }
    const { response } = await dialog.showMessageBox(window.browserWindow, options)
    return response === 1
  }

  async #unsaved(): Promise<UnsavedSpace[]> {
    const { catalogue } = this.#options
    const open = await catalogue.held()
    const results = await Promise.all(
      open.map(async (space): Promise<UnsavedSpace[]> => {
        try {
          await space.flush()
          return []
        } catch (error) {
          const name = catalogue.summaries.current.find(({ id }) => id === space.id)?.name ?? 'a space'
          return [{ name, pendingOps: space.saveState.current.pendingOps, detail: AppError.detailOf(error) }]
        }
      }),
    )
    return results.flat()
  }

  #closingWindow(window: GroveWindow): Parameters<typeof askToFinish>[0] {
    return {
      ask: () => window.tell('window.closing', null),
      onGone: (listener) => {
        const { webContents } = window.browserWindow
        webContents.once('render-process-gone', listener)
        webContents.once('destroyed', listener)
        return () => {
          webContents.off('render-process-gone', listener)
          webContents.off('destroyed', listener)
        }
      },
      onReady: (listener) => {
        const heard = (event: Electron.IpcMainEvent): void => {
          if (this.#options.windows.of(event.sender) === window) listener()
        }
        ipcMain.on(CHANNELS.closing, heard)
        return () => {
          ipcMain.off(CHANNELS.closing, heard)
        }
      },
    }
  }
}
