import { SOCKET_PATH } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'

const MAX_LENGTH = 300
/** Machines that nobody else can listen to. */
const OWN_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/i

/**
 * What a person typed as the address it is used by: `grove.example.org` becomes `https://grove.example.org`, without a slash
 * at the end. Plain http only where it was asked for, and on this machine itself. Throws AppError `bad-request`.
 */
export function normalizeServerUrl(text: string): string {
  const typed = text.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
  const url = typed.length <= MAX_LENGTH ? parse(hasScheme ? typed : `${schemeFor(typed)}://${typed}`) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '' || url.username !== '' || url.password !== '') {
    throw new AppError({ code: 'bad-request', reason: 'this is not the address of a server' })
  }
  return url.origin
}

/** Where the socket of a server is. */
export function socketUrlOf(serverUrl: string): string {
  return serverUrl.replace(/^http/, 'ws') + SOCKET_PATH
}

function schemeFor(typed: string): string {
  return OWN_MACHINE.test(typed) ? 'http' : 'https'
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
