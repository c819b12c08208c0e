import type { FastifyInstance, FastifyRequest } from 'fastify'
import { timingSafeEqual } from 'node:crypto'
import { AppError } from '../../core/AppError'
import { bearerHash } from '../accounts/bearerSecret'
import type { Metrics } from '../Metrics'

export interface StatusOptions {
  readonly metrics: Metrics
  readonly version: string
  /** Who shows it may read the metrics from anywhere; without one, only this machine may. */
  readonly metricsToken: string | undefined
  /** Throws when the server cannot do its work. */
  readonly probe: () => void
}

/** For whoever looks after the server. */
export function statusRoutes(app: FastifyInstance, { metrics, version, metricsToken, probe }: StatusOptions): void {
  app.get('/health', async () => {
    probe()
    return { status: 'ok', version }
  })

  app.get('/metrics', async (request, reply) => {
    if (!(metricsToken === undefined ? isFromHere(request) : shows(request, metricsToken))) {
      throw new AppError({ code: 'not-signed-in', reason: 'missing' })
    }
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}

/** A proxy on this machine speaks for others, and says so. */
function isFromHere({ ip, headers }: FastifyRequest): boolean {
  return /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(ip) && headers['x-forwarded-for'] === undefined
}

function shows({ headers }: FastifyRequest, token: string): boolean {
  return timingSafeEqual(bearerHash(headers.authorization ?? ''), bearerHash(`Bearer ${token}`))
}
