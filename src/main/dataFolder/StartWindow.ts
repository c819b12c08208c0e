import path from 'node:path'
import { BrowserWindow, dialog, ipcMain, nativeTheme, type IpcMainInvokeEvent } from 'electron'
import { APP_HOST, APP_SCHEME, CHANNELS } from '../../bridge/channels'
import type { Answer, StartScreen } from '../../bridge/contract'
import { isOwnPage } from '../pageFile'
import type { StartTalk } from './openDataFolder'

const NOTHING: StartScreen = { title: 'Opening Grove…', text: [], progress: null, choices: [] }
/** A disk copies faster than anyone reads. */
const TELL_EVERY_MS = 80

/** The small window that says why Grove cannot start yet, or what goes on before it does. Opens with the first word. */
export class StartWindow implements StartTalk {
  #window: BrowserWindow | undefined
  #screen: StartScreen = NOTHING
  #answer: ((id: string) => void) | undefined
  #onCancel: (() => void) | undefined
  #toldAt = 0

  /** @param servedUrl Vite's address while developing */
  constructor(readonly servedUrl: string | undefined) {}

  ask(screen: StartScreen): Promise<string> {
    this.#onCancel = undefined
    this.#put(screen)
    return new Promise((resolve) => (this.#answer = resolve))
  }

  show(screen: StartScreen, onCancel: () => void): void {
    this.#onCancel = onCancel
    const now = performance.now()
    if (this.#window && screen.title === this.#screen.title && now - this.#toldAt < TELL_EVERY_MS) return
    this.#toldAt = now
    this.#put(screen)
  }

  async chooseFolder(title: string): Promise<string | undefined> {
    const options: Electron.OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] }
    const { canceled, filePaths } = this.#window
      ? await dialog.showOpenDialog(this.#window, options)
      : await dialog.showOpenDialog(options)
    return canceled ? undefined : filePaths[0]
  }

  focus(): void {
    this.#window?.focus()
  }

  /** From here on the windows of Grove ask, and this one only stands until they do. */
  release(): void {
    if (!this.#window) return
    this.#put(NOTHING)
    ipcMain.removeHandler(CHANNELS.request)
  }

  close(): void {
    this.#window?.destroy()
    this.#window = undefined
  }

  #put(screen: StartScreen): void {
    this.#screen = screen
    this.#window ??= this.#open()
    this.#window.webContents.send(CHANNELS.event, 'start.changed', screen)
  }

  #open(): BrowserWindow {
    ipcMain.handle(CHANNELS.request, (event, name: unknown, question: unknown) => this.#hear(event, name, question))
    const window = new BrowserWindow({
      width: 620,
      height: 340,
      useContentSize: true,
      minWidth: 400,
      minHeight: 260,
      maximizable: false,
      fullscreenable: false,
      show: false,
      title: 'Grove',
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1b1a19' : '#fcfbf9',
      webPreferences: {
        preload: path.join(__dirname, '../preload/index.cjs'),
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    })
    window.removeMenu()
    window.once('ready-to-show', () => window.show())
    window.on('close', (event) => {
      event.preventDefault()
      if (this.#onCancel) this.#onCancel()
      else this.#choose('quit')
    })
    const page = this.servedUrl ?? `${APP_SCHEME}://${APP_HOST}/`
    window.loadURL(new URL('start.html', page).href).catch(() => this.#sayPlainly(window))
    return window
  }

  #hear({ sender, senderFrame }: IpcMainInvokeEvent, name: unknown, question: unknown): Answer<StartScreen | null> {
    const isTrusted = senderFrame?.parent === null && isOwnPage(senderFrame.url, this.servedUrl)
    if (sender === this.#window?.webContents && isTrusted) {
      if (name === 'start.look') return { ok: true, value: this.#screen }
      const id = (question as { readonly id?: unknown } | undefined)?.id
      if (name === 'start.choose' && this.#screen.choices.some((choice) => choice.id === id)) {
        this.#choose(String(id))
        return { ok: true, value: null }
      }
    }
    return { ok: false, detail: { code: 'bad-request', reason: 'Grove has not started yet' } }
  }

  #choose(id: string): void {
    if (id === 'cancel') this.#onCancel?.()
    const answer = this.#answer
    this.#answer = undefined
    answer?.(id)
  }

  /** Where no page can be shown there is still the system's own box. */
  async #sayPlainly(window: BrowserWindow): Promise<void> {
    if (window.isDestroyed() || this.#screen.choices.length === 0) return
    const { title, text, choices } = this.#screen
    const buttons = choices.map(({ label }) => label)
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message: title,
      detail: text.join('\n\n'),
      buttons,
    })
    this.#choose(choices[response]?.id ?? 'quit')
  }
}
