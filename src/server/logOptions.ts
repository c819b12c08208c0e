import type { FastifyServerOptions } from 'fastify'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'

/**
 * One JSON object a line on stdout. Addresses of requests, headers and bodies are never written: they hold tokens, names,
 * invitations and passwords. What is logged is said field by field where it is logged.
 */
export function logOptions(
  level: LogLevel,
  stream?: { write: (line: string) => void },
): NonNullable<FastifyServerOptions['logger']> {
  return {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      req: ({ method, routeOptions }) => ({ method, route: routeOptions.url }),
      res: ({ statusCode }) => ({ statusCode }),
      err: (error: Error) => ({ type: error.name, message: error.message, stack: error.stack ?? '' }),
    },
    ...(stream ? { stream } : {}),
  }
}
