import type { Page } from 'playwright-core'
import { decodeHostMessage, encodeMessage, type ClientMessage, type HostMessage } from '../../src/core/sync/messages'

/** A port of a window to main, used raw: whatever a page that has gone wrong might send. */
export class SpacePort {
  private constructor(
    readonly page: Page,
    readonly spaceId: string,
  ) {}

  /** Asks for a port as the page itself does, and says hello. */
  static async open(page: Page, spaceId: string): Promise<SpacePort> {
    await page.evaluate(async (space) => {
      const arrived = new Promise<MessagePort>((resolve) => {
        window.addEventListener('message', (event) => event.ports[0] && resolve(event.ports[0]), { once: true })
      })
      await window.grove.request('spaces.attach', { spaceId: space })
      Object.assign(window, { testPort: await arrived })
    }, spaceId)
    const opened = new SpacePort(page, spaceId)
    await opened.ask({ kind: 'hello', versions: [1], name: 'test' })
    return opened
  }

  /** Sends a message and resolves with the next answer. */
  ask(message: ClientMessage): Promise<HostMessage> {
    return this.send([...encodeMessage(message)])
  }

  /** Sends bytes, or a number of zero bytes, or something that is no bytes at all; resolves with the next answer. */
  async send(frame: readonly number[] | { readonly zeroBytes: number } | string): Promise<HostMessage> {
    const heard = await this.page.evaluate((given) => {
      const { testPort } = window as unknown as { testPort: MessagePort }
      return new Promise<number[]>((resolve) => {
        testPort.onmessage = (event: MessageEvent<Uint8Array>) => resolve([...event.data])
        if (typeof given === 'string') testPort.postMessage(given)
        else testPort.postMessage('zeroBytes' in given ? new Uint8Array(given.zeroBytes) : Uint8Array.from(given))
      })
    }, frame)
    return decodeHostMessage(Uint8Array.from(heard))
  }
}
