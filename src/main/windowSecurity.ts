import { app, session, type Session, type WebContents } from 'electron'
import { developmentPagePolicy } from './contentSecurityPolicy'
import { isOwnPage } from './pageFile'

/** What a page may ask of the system; everything else is refused without asking anybody. */
const allowedPermissions = new Set(['clipboard-sanitized-write', 'fullscreen'])

/** Walls around every page there will ever be: set once, before the first window. */
export function raiseWalls(servedUrl: string | undefined): void {
  guardSession(session.defaultSession, servedUrl)
  app.on('web-contents-created', (_event, contents) => guardContents(contents, servedUrl))
}

function guardSession(guarded: Session, servedUrl: string | undefined): void {
  guarded.setPermissionRequestHandler((contents, permission, answer) => {
    answer(isOwnPage(contents.getURL(), servedUrl) && allowedPermissions.has(permission))
  })
  guarded.setPermissionCheckHandler((contents, permission) => {
    return contents !== null && isOwnPage(contents.getURL(), servedUrl) && allowedPermissions.has(permission)
  })
  guarded.setDevicePermissionHandler(() => false)
  // Pages load no files for themselves: what is downloaded would land on the disk without anyone's choice.
  guarded.on('will-download', (event) => event.preventDefault())
  if (servedUrl !== undefined) addDevelopmentPolicy(guarded, servedUrl)
}

/** The app's own pages never lead anywhere: links go to the system's browser by a request of their own. */
function guardContents(contents: WebContents, servedUrl: string | undefined): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-navigate', (event, url) => {
    const isReload = url === contents.getURL() && isOwnPage(url, servedUrl)
    if (!isReload) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Vite answers without our policy. */
function addDevelopmentPolicy(guarded: Session, servedUrl: string): void {
  guarded.webRequest.onHeadersReceived({ urls: [`${new URL(servedUrl).origin}/*`] }, (details, answer) => {
    const headers = { ...details.responseHeaders, 'content-security-policy': [developmentPagePolicy] }
    answer({ responseHeaders: headers })
  })
}
