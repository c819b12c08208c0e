import * as v from 'valibot'
import { API_PATH } from '../../core/account/serverApi'
import { AppError, type ErrorDetail } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { answerTrouble } from './answerTrouble'
import { connectionTrouble } from './connectionTrouble'

/** The standard `fetch`, as far as it is used here. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string
    readonly headers: Record<string, string>
    readonly body?: string | Uint8Array<ArrayBuffer>
    readonly redirect: 'manual'
    readonly cache: 'no-store'
    readonly signal: AbortSignal
  },
) => Promise<Pick<Response, 'status' | 'headers' | 'body'>>

export interface HttpOptions {
  /** `https://host[:port]` (`normalizeServerUrl`). */
  readonly url: string
  readonly fetch: Fetch
  readonly environment: Environment
  /** Asked before each call; undefined: nobody is signed in. */
  readonly token?: () => Promise<string | undefined>
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below the API's own, with a slash at its beginning. */
  readonly path: string
  readonly json?: unknown
  readonly bytes?: Uint8Array
  readonly timeoutMs?: number
  readonly signal?: AbortSignal | undefined
}

const TIMEOUT_MS = 30_000
const MAX_JSON_BYTES = 32 * 1024 * 1024
const BYTES_TYPE = 'application/octet-stream'

type Answer = Awaited<ReturnType<Fetch>>

/** Calls of the HTTP API: each ends in an answer of the shape it must have, or in an AppError that says why not. */
export class HttpCalls {
  constructor(readonly options: HttpOptions) {}

  async json<S extends v.GenericSchema>(call: Call, schema: S): Promise<v.InferOutput<S>> {
    const { answer, bytes } = await this.#exchange(call, MAX_JSON_BYTES)
    const result = v.safeParse(schema, parsed(bytes))
    if (result.success) return result.output
    const isPage = answer.headers.get('content-type')?.includes('text/html') ?? false
    throw this.#notAServer(isPage ? 'it answers with a web page' : 'its answer is not one of Grove')
  }

  async bytes(call: Call, limitBytes: number): Promise<Uint8Array> {
    const { answer, bytes } = await this.#exchange(call, limitBytes)
    if (answer.headers.get('content-type')?.startsWith(BYTES_TYPE)) return bytes
    throw this.#notAServer('its answer is not one of Grove')
  }

  async #exchange(call: Call, limitBytes: number): Promise<{ answer: Answer; bytes: Uint8Array }> {
    const { fetch, url, environment } = this.options
    const abort = new AbortController()
    const onCancel = (): void => abort.abort()
    if (call.signal?.aborted) throw new AppError({ code: 'cancelled' })
    const headers = await this.#headers(call)
    const cancelTimer = environment.timers.after(call.timeoutMs ?? TIMEOUT_MS, () => abort.abort())
    call.signal?.addEventListener('abort', onCancel)
    try {
      const answer = await fetch(url + API_PATH + call.path, {
        method: call.method,
        headers,
        // Nothing that is sent here, a password least of all, is sent on to where a stranger points.
        redirect: 'manual',
        cache: 'no-store',
        signal: abort.signal,
        ...(call.json !== undefined && { body: JSON.stringify(call.json) }),
        ...(call.bytes && { body: new Uint8Array(call.bytes) }),
      })
      const bytes = await this.#read(answer, limitBytes)
      if (answer.status >= 200 && answer.status < 300) return { answer, bytes }
      const retryAfter = answer.headers.get('retry-after')
      throw new AppError(answerTrouble({ server: url, status: answer.status, retryAfter, body: parsed(bytes) }))
    } catch (error) {
      throw error instanceof AppError
        ? error
        : new AppError(this.#troubleOf(call, abort.signal, error), { cause: error })
    } finally {
      cancelTimer()
      call.signal?.removeEventListener('abort', onCancel)
    }
  }

  async #headers(call: Call): Promise<Record<string, string>> {
    const token = await this.options.token?.()
    return {
      accept: call.bytes || call.json !== undefined ? 'application/json' : `application/json, ${BYTES_TYPE}`,
      ...(call.json !== undefined && { 'content-type': 'application/json' }),
      ...(call.bytes && { 'content-type': BYTES_TYPE }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
  }

  /** As much as an answer may be, and not a byte more. */
  async #read(answer: Answer, limitBytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let sizeBytes = 0
    const reader = answer.body?.getReader()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      sizeBytes += part.value.byteLength
      if (sizeBytes > limitBytes) {
        await reader?.cancel().catch(() => undefined)
        throw this.#notAServer('its answer has no end')
      }
      parts.push(part.value)
    }
    const bytes = new Uint8Array(sizeBytes)
    let at = 0
    for (const part of parts) {
      bytes.set(part, at)
      at += part.byteLength
    }
    return bytes
  }

  #troubleOf({ signal }: Call, own: AbortSignal, error: unknown): ErrorDetail {
    if (signal?.aborted) return { code: 'cancelled' }
    if (own.aborted) return { code: 'server-unreachable', server: this.options.url, reason: 'no answer in time' }
    return connectionTrouble(this.options.url, error)
  }

  #notAServer(reason: string): AppError {
    return new AppError({ code: 'not-a-server', server: this.options.url, reason })
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}
