import * as v from 'valibot'
import { id32 } from '../../core/account/serverApi'
import type { ErrorDetail } from '../../core/AppError'

const text = v.pipe(v.string(), v.maxLength(500))
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const LONGEST_PAUSE_MS = 3_600_000
/** A server that asks for years is asked again after an hour. */
const pause = v.pipe(
  count,
  v.transform((ms) => Math.min(ms, LONGEST_PAUSE_MS)),
)
const plain = <Code extends ErrorDetail['code']>(code: Code) => v.object({ code: v.literal(code) })

/** What a server may say went wrong. A code that is not here, or not of its shape, becomes `server-error`. */
const known: v.GenericSchema<unknown, ErrorDetail> = v.variant('code', [
  plain('wrong-password'),
  plain('read-only-member'),
  plain('wrong-key'),
  v.object({ code: v.literal('not-signed-in'), reason: v.picklist(['missing', 'unknown', 'revoked', 'expired']) }),
  v.object({ code: v.literal('weak-password'), minLength: count }),
  v.object({ code: v.literal('name-taken'), name: text }),
  v.object({ code: v.literal('no-access'), space: id32 }),
  v.object({ code: v.literal('space-missing'), space: text }),
  v.object({ code: v.literal('too-many'), retryAfterMs: pause }),
  v.object({ code: v.literal('server-stopping'), retryAfterMs: pause }),
  v.object({ code: v.literal('quota'), what: text, usedBytes: count, limitBytes: count }),
  v.object({ code: v.literal('invite-invalid'), reason: v.picklist(['unknown', 'used', 'expired']) }),
  v.object({ code: v.literal('too-large'), what: text, sizeBytes: count, limitBytes: count }),
  v.object({ code: v.literal('bad-request'), reason: text }),
  v.object({ code: v.literal('bad-file'), path: text, reason: text }),
])
const coded = v.object({ error: v.object({ code: v.pipe(v.string(), v.maxLength(40)), reason: v.optional(text) }) })

export interface RefusedAnswer {
  readonly server: string
  readonly status: number
  readonly retryAfter: string | null
  /** Parsed from JSON; undefined for anything else. */
  readonly body: unknown
}

/** What an answer that is not a success means. */
export function answerTrouble({ server, status, retryAfter, body }: RefusedAnswer): ErrorDetail {
  const said = v.safeParse(coded, body)
  if (said.success) {
    const { code, reason } = said.output.error
    const detail = v.safeParse(known, (body as { error: unknown }).error)
    if (detail.success) return detail.output
    return { code: 'server-error', server, reason: code === 'server-error' && reason ? reason : `it answers "${code}"` }
  }
  if (status === 429) return { code: 'too-many', retryAfterMs: pauseOf(retryAfter) }
  if (status === 413)
    return { code: 'server-error', server, reason: 'what is in front of it takes smaller messages only' }
  if (status === 502 || status === 503 || status === 504) {
    return { code: 'server-unreachable', server, reason: `what is in front of it answers ${status}` }
  }
  if (status >= 500) return { code: 'server-error', server, reason: `it answers ${status}` }
  const reason = status < 400 ? 'it refers to another address' : `it answers ${status}, and not as Grove does`
  return { code: 'not-a-server', server, reason }
}

function pauseOf(retryAfter: string | null): number {
  const seconds = Number(retryAfter ?? Number.NaN)
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_PAUSE_MS) : 10_000
}
