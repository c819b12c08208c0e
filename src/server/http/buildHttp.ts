import rateLimit from '@fastify/rate-limit'
import fastify, {
  LogController,
  type FastifyError,
  type FastifyInstance,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import { createServer, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'
import { API_PATH } from '../../core/account/serverApi'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Metrics } from '../Metrics'
import type { ServerLimits } from '../ServerLimits'
import { errorAnswer } from './errorAnswer'
import { limitWires } from './limitWires'
import { SECURITY_HEADERS, TLS_HEADER } from './webPolicy'

export interface HttpOptions {
  readonly limits: ServerLimits
  readonly metrics: Metrics
  readonly logger: FastifyServerOptions['logger']
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  /** There is one proxy in front, and it says who asks. */
  readonly isBehindProxy: boolean
}

/** What is told while a server closes: it is usually back soon. */
export const STOPPING: ErrorDetail = { code: 'server-stopping', retryAfterMs: 2000 }

/** For what the framework refuses, as bad JSON: its own sentences repeat what was sent, so they stay here. */
const BAD_REQUEST: ErrorDetail = { code: 'bad-request', reason: 'the request is not as it should be' }

/** The HTTP server without routes: how long and how often one may ask, what is logged, how trouble is told. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { limits, metrics, tls, isBehindProxy } = options
  const app = fastify({
    serverFactory: (handler) => {
      const timing: ServerOptions = {
        headersTimeout: limits.headersMs,
        requestTimeout: limits.requestMs,
        // Dribbling requests are looked for this often.
        connectionsCheckingInterval: Math.min(5000, limits.headersMs),
      }
      const server = tls
        ? createTlsServer({ ...timing, ...tls, handshakeTimeout: limits.headersMs }, handler)
        : createServer(timing, handler)
      limitWires(server, limits, isBehindProxy)
      return server
    },
    ...(options.logger === undefined ? {} : { logger: options.logger }),
    // Says what it says below, and no addresses.
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    // The proxy itself is believed; what others told the proxy is not.
    trustProxy: isBehindProxy && ((_address, hop) => hop === 0),
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 1000 },
    forceCloseConnections: 'idle',
    clientErrorHandler: (_error, socket) => refuseRequest(socket),
    frameworkErrors: (_error, _request, { raw }) => {
      raw.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify({ error: BAD_REQUEST }))
    },
  })
  tellTrouble(app, metrics)
  acceptNoBody(app)
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(SECURITY_HEADERS)
    if (isClosing) throw new AppError(STOPPING)
    if (tls) reply.header(...TLS_HEADER)
  })
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request
    const route = request.routeOptions.url ?? 'none'
    const status = reply.statusCode
    metrics.requests.observe({ method, route, status }, reply.elapsedTime / 1000)
    // The route, not the address: that names people and spaces.
    const entry = { method, route, status, ms: Math.round(reply.elapsedTime), from: request.ip }
    if (status >= 400) request.log.warn(entry, 'refused')
    else request.log.debug(entry, 'answered')
  })
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    timeWindow: 60_000,
    cache: 20_000,
    errorResponseBuilder: (_request, { ttl }) => new AppError({ code: 'too-many', retryAfterMs: ttl }),
  })
  return app
}

function tellTrouble(app: FastifyInstance, metrics: Metrics): void {
  app.setNotFoundHandler((request, reply) => {
    reply.code(404)
    if (!request.url.startsWith(API_PATH)) return reply.type('text/plain').send('There is nothing here.\n')
    const detail: ErrorDetail = { code: 'bad-request', reason: 'this server does not know this address' }
    return reply.send({ error: detail })
  })
  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const found = detailOf(error, request)
    const { status, retryAfterS, detail } = errorAnswer(found, request.host)
    metrics.rejects.inc({ code: found.code })
    if (status >= 500) request.log.error({ err: error, route: request.routeOptions.url }, 'failed')
    if (retryAfterS !== undefined) reply.header('retry-after', retryAfterS)
    // The rest of a body nobody reads would be taken for the next request.
    if (!request.raw.complete) reply.header('connection', 'close')
    return reply.code(status).send({ error: detail })
  })
}

function detailOf(error: FastifyError | AppError, request: FastifyRequest): ErrorDetail {
  if (error instanceof AppError) return error.detail
  const { statusCode = 500 } = error
  if (statusCode === 413) {
    const sizeBytes = Number(request.headers['content-length'] ?? 0)
    return { code: 'too-large', what: 'The request', sizeBytes, limitBytes: request.routeOptions.bodyLimit }
  }
  if (statusCode < 500) return BAD_REQUEST
  return AppError.detailOf(error)
}

/** Clients that always say `application/json` need not send an empty object to delete something. */
function acceptNoBody(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (text === '') done(null, undefined)
    else void parse(request, text.toString(), done)
  })
}

/** For what is no HTTP, too slow or too large in the head: there is no request to answer yet. */
function refuseRequest(socket: Socket): void {
  if (socket.writable) socket.write('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  socket.destroySoon()
}
