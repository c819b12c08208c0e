import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { SEARCH_WORKER_POLICY, WEB_POLICY } from './webPolicy'

/** Addresses of the web app itself: all of them are its one page, which then looks at the address. */
const PAGES = ['/', '/join']

const NO_APP = 'This is a Grove sync server. Enter its address in the Grove app to connect.\n'
/** A worker follows the policy that its own file comes with. */
const SEARCH_WORKER = /[/\\]assets[/\\]searchWorker-[^/\\]+\.js$/
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

/** The web app from a folder: exactly the files that are in it when the server starts, no listing, nothing beside it. */
export async function webRoutes(web: FastifyInstance, folder: string | undefined): Promise<void> {
  if (folder === undefined) {
    web.get('/', async (_request, reply) => reply.type('text/plain').send(NO_APP))
    return
  }
  web.addHook('onRequest', async (_request, reply) => {
    reply.header('content-security-policy', WEB_POLICY)
  })
  await web.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      // Names under assets/ carry a hash of their content; a new version of any other file must be found at once.
      reply.header('cache-control', /[/\\]assets[/\\][^/\\]+$/.test(path) ? FOR_EVER : ASK_AGAIN)
      if (SEARCH_WORKER.test(path)) reply.header('content-security-policy', SEARCH_WORKER_POLICY)
    },
  })
  for (const page of PAGES) web.get(page, (_request, reply) => reply.sendFile('index.html'))
}
