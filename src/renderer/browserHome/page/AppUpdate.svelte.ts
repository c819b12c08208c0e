import type { FileWanted } from '../homeMessages'
import type { BrowserBridge } from './BrowserBridge'

const FINISH_MS = 3000

/** The service worker as a tab sees it: it keeps the app usable offline, and holds the next version until it is wanted. */
export class AppUpdate {
  /** A new version is here and waits. */
  isReady = $state(false)
  readonly #bridge: BrowserBridge
  #registration: ServiceWorkerRegistration | undefined

  constructor(bridge: BrowserBridge) {
    this.#bridge = bridge
  }

  /** Rejects where the browser allows no service worker: then Grove works, but not offline, and without pictures. */
  async start(container: ServiceWorkerContainer): Promise<void> {
    let isFirst = container.controller === null
    container.addEventListener('message', (event: MessageEvent<FileWanted>) => void this.#bring(event))
    container.addEventListener('controllerchange', () => {
      if (isFirst) isFirst = false
      else void this.#reload()
    })
    container.startMessages()
    const registration = await container.register('/serviceWorker.js')
    this.#registration = registration
    // A page that was reloaded around its service worker has none, and would show no pictures.
    if (!container.controller) registration.active?.postMessage('claim')
    this.#look(container)
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', () => this.#look(container))
    })
    document.addEventListener('visibilitychange', () => {
      // Offline there is nothing to find.
      if (document.visibilityState === 'visible') registration.update().catch(() => undefined)
    })
  }

  /** The new version takes over; all tabs save and reload. */
  use(): void {
    this.#registration?.waiting?.postMessage('activate')
  }

  #look({ controller }: ServiceWorkerContainer): void {
    this.isReady = controller !== null && (this.#registration?.waiting ?? null) !== null
  }

  async #bring({ data, ports: [port] }: MessageEvent<FileWanted>): Promise<void> {
    const { spaceId, hash } = data
    const isHere = await this.#bridge.bringFile({ spaceId, hash, isPatient: true }).then(
      () => true,
      () => false,
    )
    port?.postMessage(isHere)
  }

  async #reload(): Promise<void> {
    await this.#bridge.finish(FINISH_MS)
    location.reload()
  }
}
