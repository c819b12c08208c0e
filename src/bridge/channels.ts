/** `window.postMessage` data that carries a space's port from the preload into the page: `{ kind, spaceId }` + ports[0]. */
export const PORT_MESSAGE = 'grove:space-port'
/** `window.postMessage` data that says that every port so far leads nowhere any more: `{ kind }`. A browser's home may end. */
export const PORTS_ENDED_MESSAGE = 'grove:space-ports-ended'
/** Stored files: `grove-file://<spaceId>/<hash>?type=<mime type>`. */
export const FILE_SCHEME = 'grove-file'
/** The app's own pages: `grove-app://window/index.html?space=<id>&entry=<id>`. */
export const APP_SCHEME = 'grove-app'
/** The one host of `grove-app:`; anything else there is a 404. */
export const APP_HOST = 'window'

/** What the preload and main say to each other. The page never names a channel. */
export const CHANNELS = {
  /** invoke(name, question) -> Answer */
  request: 'grove:request',
  /** (name, value), main to window */
  event: 'grove:event',
  /** (spaceId) + port, main to window */
  port: 'grove:port',
  /** (), window to main */
  closing: 'grove:closing',
} as const
