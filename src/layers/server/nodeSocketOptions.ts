import { MAX_FRAME_BYTES } from '../../core/sync/messages'

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

/** How the sockets of the package `ws` are made for an address (`wss://host[:port]/...`). */
export interface NodeSocketOptions {
  readonly maxPayload: number
  readonly perMessageDeflate: false
  readonly followRedirects: false
  /** Each frame in a turn of its own: what a server sends at once may hold thousands of changes. */
  readonly allowSynchronousEvents: false
  readonly generateMask?: (mask: Buffer) => void
}

/**
 * Masks are there for intermediaries that take what a web page sends for something else (RFC 6455, section 10.3). Where none
 * can look in, under TLS or on this machine itself, the mask is zero, and neither side computes with it for each byte.
 */
export function nodeSocketOptions(url: string): NodeSocketOptions {
  const { protocol, hostname } = new URL(url)
  const isOpenToOthers = protocol !== 'wss:' && !LOOPBACK.test(hostname)
  return {
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    followRedirects: false,
    allowSynchronousEvents: false,
    ...(!isOpenToOthers && { generateMask: (mask: Buffer) => void mask.fill(0) }),
  }
}
