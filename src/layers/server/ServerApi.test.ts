import { describe, expect, it } from 'vitest'
import { AppError, type ErrorDetail } from '../../core/AppError'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { ServerApi } from './ServerApi'
import { FakeServer, json, octets, refusal, webPage, type Whim } from './testing/FakeServer'

const url = 'https://grove.example.org'
const space = 'a'.repeat(32)
const hash = 'b'.repeat(64)

class Bench {
  readonly environment = new TestEnvironment(1)
  readonly server = new FakeServer(this.environment)
  readonly api = new ServerApi({
    url,
    fetch: this.server.fetch,
    environment: this.environment,
    token: () => Promise.resolve('token-1'),
  })

  constructor(whim: Whim) {
    this.server.whim = whim
  }

  async outcome(call: (api: ServerApi) => Promise<unknown>): Promise<ErrorDetail | 'fine'> {
    const outcome = call(this.api).then(
      () => 'fine' as const,
      (error: unknown) => AppError.detailOf(error),
    )
    const settled = await this.environment.settle(outcome, 600_000)
    expect(this.environment.waiting, 'timers left').toBe(0)
    return settled
  }
}

function told(
  whim: Whim,
  call: (api: ServerApi) => Promise<unknown> = (api) => api.look(),
): Promise<ErrorDetail | 'fine'> {
  return new Bench(whim).outcome(call)
}

function networkError(code: string, message = ''): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) })
}

const info = { product: 'grove', version: '0.1.0', versions: [1], api: ['/api/v1'] }

describe('calls of a server', () => {
  it('[SC6] give what they answer, in its shape', async () => {
    const on = new Bench(() => json({ ...info, motd: 'hello' }))
    expect(await on.environment.settle(on.api.look())).toEqual(info)
    expect(on.server.asked[0]).toMatchObject({ method: 'GET', path: '/' })
  })

  it('[SC7] send the token in a header, and never in an address', async () => {
    const on = new Bench(() => json({ spaces: [] }))
    await on.environment.settle(on.api.spaces())
    expect(on.server.asked[0]?.headers['authorization']).toBe('Bearer token-1')
    expect(on.server.asked[0]?.path).not.toContain('token')
  })

  it('[SC7] name people so that no name becomes a path', async () => {
    const on = new Bench(() => json({}))
    await on.environment.settle(on.api.removeMember(space, '../../devices'))
    expect(on.server.asked[0]?.path).toBe(`/spaces/${space}/members/..%2F..%2Fdevices`)
  })

  it.each<[string, Response, string]>([
    ['a web page', webPage(), 'it answers with a web page'],
    ['a web page with 404', webPage(404), 'it answers 404, and not as Grove does'],
    ['other JSON', json({ hello: 'world' }), 'its answer is not one of Grove'],
    ['another product', json({ ...info, product: 'orchard' }), 'its answer is not one of Grove'],
    ['garbage', new Response(new SeededRandom(1).bytes(500).slice()), 'its answer is not one of Grove'],
    ['nothing', new Response(null), 'its answer is not one of Grove'],
    [
      'a redirect',
      new Response(null, { status: 302, headers: { location: 'https://evil.example' } }),
      'it refers to another address',
    ],
    ['401 of a proxy', webPage(401), 'it answers 401, and not as Grove does'],
  ])('[SC6] say that %s is not from a Grove server', async (_, answer, reason) => {
    expect(await told(() => answer)).toEqual({ code: 'not-a-server', server: url, reason })
  })

  it.each<[string, Response, ErrorDetail]>([
    ['401', refusal(401, { code: 'not-signed-in', reason: 'revoked' }), { code: 'not-signed-in', reason: 'revoked' }],
    ['403', refusal(403, { code: 'no-access', space }), { code: 'no-access', space }],
    ['429', refusal(429, { code: 'too-many', retryAfterMs: 2500 }), { code: 'too-many', retryAfterMs: 2500 }],
    [
      '429 for ten years',
      refusal(429, { code: 'too-many', retryAfterMs: 3e11 }),
      { code: 'too-many', retryAfterMs: 3_600_000 },
    ],
    [
      '429 of a proxy',
      new Response('slow down', { status: 429, headers: { 'retry-after': '7' } }),
      { code: 'too-many', retryAfterMs: 7000 },
    ],
    [
      '413 of a proxy',
      webPage(413),
      { code: 'server-error', server: url, reason: 'what is in front of it takes smaller messages only' },
    ],
    [
      '502 of a proxy',
      webPage(502),
      { code: 'server-unreachable', server: url, reason: 'what is in front of it answers 502' },
    ],
    [
      '500',
      json({ error: { code: 'server-error', server: 'x', reason: 'its disk is full' } }, 500),
      { code: 'server-error', server: url, reason: 'its disk is full' },
    ],
    ['500 without a word', webPage(500), { code: 'server-error', server: url, reason: 'it answers 500' }],
    [
      'a code from the future',
      json({ error: { code: 'on-strike' } }, 400),
      { code: 'server-error', server: url, reason: 'it answers "on-strike"' },
    ],
    [
      'a known code of another shape',
      json({ error: { code: 'quota', what: 5 } }, 507),
      { code: 'server-error', server: url, reason: 'it answers "quota"' },
    ],
  ])('[SC6] understand %s', async (_, answer, detail) => {
    expect(await told(() => answer)).toEqual(detail)
  })

  it.each<[string, Error, ErrorDetail['code'], string]>([
    ['nobody', networkError('ECONNREFUSED'), 'server-unreachable', 'nothing listens there'],
    ['no name', networkError('ENOTFOUND'), 'server-unreachable', 'its name is not known'],
    [
      'a break',
      networkError('ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'),
      'server-unreachable',
      'the connection broke off',
    ],
    ['what a browser says', new TypeError('Failed to fetch'), 'server-unreachable', 'it cannot be reached'],
    [
      'an unknown certificate',
      networkError('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
      'untrusted-server',
      'nobody known vouches for its certificate',
    ],
    ['an old certificate', networkError('CERT_HAS_EXPIRED'), 'untrusted-server', 'its certificate has expired'],
    [
      'a foreign certificate',
      networkError('ERR_TLS_CERT_ALTNAME_INVALID'),
      'untrusted-server',
      'its certificate is for another name',
    ],
    ['no certificate', networkError('ERR_SSL_WRONG_VERSION_NUMBER'), 'untrusted-server', 'it does not speak TLS'],
    [
      "Electron's way to say so",
      new Error('net::ERR_CERT_AUTHORITY_INVALID'),
      'untrusted-server',
      'nobody known vouches for its certificate',
    ],
  ])('[SC6] tell %s from the rest', async (_, error, code, reason) => {
    expect(await told(() => error)).toEqual({ code, server: url, reason })
  })

  it('[SC6] end when nobody answers', async () => {
    expect(await told(() => 'never')).toEqual({ code: 'server-unreachable', server: url, reason: 'no answer in time' })
  })

  it('[SC6] end when the answer breaks off in the middle', async () => {
    const half = (): Response =>
      new Response(
        new ReadableStream({
          start: (stream) => {
            stream.enqueue(new TextEncoder().encode('{"product":'))
            stream.error(new TypeError('terminated'))
          },
        }),
      )
    expect(await told(half)).toMatchObject({ code: 'server-unreachable', reason: 'the connection broke off' })
    expect(await told(() => new Response('{"product":"gro'))).toMatchObject({ code: 'not-a-server' })
  })

  it('[SC6] do not read an answer without end', async () => {
    let sent = 0
    const endless = (): Response =>
      new Response(
        new ReadableStream({
          pull: (stream) => {
            sent += 1
            stream.enqueue(new Uint8Array(64 * 1024))
          },
        }),
        { headers: { 'content-type': 'application/octet-stream' } },
      )
    expect(await told(endless, (api) => api.getChunk(space, hash))).toMatchObject({
      code: 'not-a-server',
      reason: 'its answer has no end',
    })
    expect(sent).toBeLessThan(50)
  })

  it('[SC6] can be taken back', async () => {
    const abort = new AbortController()
    const on = new Bench(() => {
      abort.abort()
      return 'never'
    })
    expect(await on.outcome((api) => api.getChunk(space, hash, abort.signal))).toEqual({ code: 'cancelled' })
    expect(await on.outcome((api) => api.getChunk(space, hash, abort.signal))).toEqual({ code: 'cancelled' })
    expect(on.server.asked).toHaveLength(1)
  })

  it('[SC6] bytes are only what is sent as bytes', async () => {
    expect(
      await told(
        () => webPage(),
        (api) => api.getChunk(space, hash),
      ),
    ).toMatchObject({ code: 'not-a-server' })
    const on = new Bench(() => octets(Uint8Array.of(1, 2)))
    expect(await on.environment.settle(on.api.getChunk(space, hash))).toEqual(Uint8Array.of(1, 2))
  })

  it('[SC6] refuse lists that are not of their shape', async () => {
    expect(
      await told(
        () => json({ spaces: [{ id: '../x' }] }),
        (api) => api.spaces(),
      ),
    ).toMatchObject({ code: 'not-a-server' })
    expect(
      await told(
        () => json({ files: [{}], head: 1 }),
        (api) => api.files(space, 0),
      ),
    ).toMatchObject({ code: 'not-a-server' })
    expect(
      await told(
        () => json({ missing: ['x'] }),
        (api) => api.missingChunks(space, [hash]),
      ),
    ).toMatchObject({ code: 'not-a-server' })
  })
})
