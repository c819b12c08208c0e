import { answerStoredFile } from './answerStoredFile'
import { AppCache } from './AppCache'
import { PRECACHE } from './precache'
import { readStoredFileAddress } from './storedFileAddress'

declare const self: ServiceWorkerGlobalScope

/** Addresses that are the one page of the app. */
const PAGES = ['/', '/index.html', '/join']

const app = new AppCache(caches, PRECACHE)

// A new version is complete before it waits, and waits until its tabs want it: page and worker are always of one version.
self.addEventListener('install', (event) => event.waitUntil(app.fill()))
self.addEventListener('activate', (event) => event.waitUntil(app.removeOthers().then(() => self.clients.claim())))
self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if (data === 'activate') void self.skipWaiting()
  else if (data === 'claim') void self.clients.claim()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  const file = readStoredFileAddress(url)
  if (file) event.respondWith(answerStoredFile(file, request, self.clients.get(event.clientId)))
  else if (request.mode === 'navigate' && PAGES.includes(url.pathname)) event.respondWith(app.answer('/index.html'))
  else if (app.has(url.pathname)) event.respondWith(app.answer(url.pathname))
  // Everything else is the server's: its API, most of all.
})
