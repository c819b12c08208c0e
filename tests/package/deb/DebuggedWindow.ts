import { once } from 'node:events'
import { WebSocket } from 'ws'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly targetInfo?: { readonly type: string; readonly url: string; readonly targetId: string } }
  readonly result?: {
    readonly sessionId?: string
    readonly result?: { readonly value?: unknown }
    readonly exceptionDetails?: object
  }
  readonly error?: { readonly message: string }
}

/**
 * A window of an app that gives no way in but Chromium's own debugging port: how a package is driven whose fuses are all
 * as they ship. Input goes the way of the mouse and the keyboard.
 */
export class DebuggedWindow {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (answer: Message) => void>()
  #count = 0
  #sessionId: string | undefined

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const { id, ...message } = JSON.parse(data.toString()) as Message
      if (id === undefined) return
      this.#waiting.get(id)?.(message)
      this.#waiting.delete(id)
    })
  }

  /**
   * Resolves when the app shows a page of its own.
   *
   * @param address what the app said it listens on
   */
  static async open(address: string): Promise<DebuggedWindow> {
    const socket = new WebSocket(address)
    await once(socket, 'open')
    const window = new DebuggedWindow(socket)
    const shown = new Promise<string>((resolve) => {
      socket.on('message', (data: Buffer) => {
        const target = (JSON.parse(data.toString()) as Message).params?.targetInfo
        if (target?.type === 'page' && target.url.startsWith('grove-app:')) resolve(target.targetId)
      })
    })
    await window.#send('Target.setDiscoverTargets', { discover: true })
    const attached = await window.#send('Target.attachToTarget', { targetId: await shown, flatten: true })
    window.#sessionId = attached.result?.sessionId
    return window
  }

  /** Resolves with the value of an expression, when its promise does. */
  async evaluate(expression: string): Promise<unknown> {
    const answer = await this.#send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (answer.result?.exceptionDetails) throw new Error(JSON.stringify(answer.result.exceptionDetails))
    return answer.result?.result?.value
  }

  /** Resolves with the text (or value) of the first element that fits and contains the text. */
  async find(selector: string, text = ''): Promise<string> {
    return (await this.evaluate(`new Promise((resolve) => {
      const look = () => {
        const textOf = (element) => (element.matches('input, textarea') ? element.value : element.textContent)
        const found = [...document.querySelectorAll(${JSON.stringify(selector)})].find(
          (element) => textOf(element).includes(${JSON.stringify(text)}) && element.getClientRects().length > 0)
        if (!found) return
        watch.disconnect()
        globalThis.found = found
        resolve(textOf(found))
      }
      const watch = new MutationObserver(look)
      watch.observe(document, { childList: true, subtree: true, characterData: true, attributes: true })
      look()
    })`)) as string
  }

  async click(selector: string, text?: string): Promise<void> {
    await this.find(selector, text)
    const [x, y] = (await this.evaluate(`(() => {
      found.scrollIntoView()
      const box = found.getBoundingClientRect()
      return [box.x + box.width / 2, box.y + box.height / 2]
    })()`)) as [number, number]
    const at = { x, y, button: 'left', clickCount: 1 }
    await this.#send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y })
    await this.#send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at })
    await this.#send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at })
  }

  async type(text: string): Promise<void> {
    await this.#send('Input.insertText', { text })
  }

  async pressEnter(): Promise<void> {
    const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
    await this.#send('Input.dispatchKeyEvent', { type: 'keyDown', ...key })
    await this.#send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  }

  /** Closes the window as a person would; resolves when the app is gone. */
  async close(): Promise<void> {
    const gone = once(this.#socket, 'close')
    void this.#send('Page.close', {})
    await gone
  }

  async #send(method: string, params: object): Promise<Message> {
    const id = (this.#count += 1)
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve))
    this.#socket.send(JSON.stringify({ id, method, params, sessionId: this.#sessionId }))
    const answer = await answered
    if (answer.error) throw new Error(`${method}: ${answer.error.message}`)
    return answer
  }
}
