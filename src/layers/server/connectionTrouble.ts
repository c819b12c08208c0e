import type { ErrorDetail } from '../../core/AppError'

const UNREACHABLE = /^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|ENET|EPIPE|UND_ERR_)/
const UNTRUSTED = /CERT|SSL|SELF.SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME|EPROTO/i
const UPGRADE_REFUSED = /unexpected server response: (\d{3})/i

const sentences: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, 'nothing listens there'],
  [/ENOTFOUND|EAI_/, 'its name is not known'],
  [/TIMED?_?OUT/i, 'no answer in time'],
  [/ECONNRESET|EPIPE|SOCKET|terminated/, 'the connection broke off'],
  [/EXPIRED/, 'its certificate has expired'],
  [/ALTNAME|COMMON_NAME/, 'its certificate is for another name'],
  [/SELF.SIGNED|UNABLE_TO_VERIFY|ISSUER|AUTHORITY/i, 'nobody known vouches for its certificate'],
  [/WRONG_VERSION|wrong version|EPROTO/, 'it does not speak TLS'],
]

/** Why there is no connection, from whatever a network library threw: it is told apart by code, else by message. */
export function connectionTrouble(server: string, thrown: unknown): ErrorDetail {
  const { code, text } = wordsOf(thrown)
  const reason = sentences.find(([pattern]) => pattern.test(text))?.[1] ?? 'it cannot be reached'
  const refusal = UPGRADE_REFUSED.exec(text)?.[1]
  if (refusal !== undefined) return refusedUpgrade(server, Number(refusal))
  if (!UNREACHABLE.test(code) && UNTRUSTED.test(text)) return { code: 'untrusted-server', server, reason }
  return { code: 'server-unreachable', server, reason }
}

/** A web server that is there and does not know Grove's socket; one in front of Grove says so with these. */
function refusedUpgrade(server: string, status: number): ErrorDetail {
  if (status === 429) return { code: 'too-many', retryAfterMs: 10_000 }
  if (status >= 500) return { code: 'server-unreachable', server, reason: `what is in front of it answers ${status}` }
  return { code: 'not-a-server', server, reason: `it answers ${status}` }
}

/** Libraries wrap what happened: the first code found is the cause. */
function wordsOf(thrown: unknown): { code: string; text: string } {
  let [code, text] = ['', '']
  let error = thrown
  for (let depth = 0; depth < 5 && typeof error === 'object' && error !== null; depth++) {
    if (code === '' && 'code' in error && typeof error.code === 'string') code = error.code
    if ('message' in error && typeof error.message === 'string') text += ` ${error.message}`
    error = 'cause' in error ? error.cause : undefined
  }
  return { code, text: `${code}${text}` }
}
