import type { FastifyInstance } from 'fastify'
import type { Readable } from 'node:stream'
import * as v from 'valibot'
import { CHUNK_LIMIT_BYTES, chunkHashes, fileManifest, hash64, id32 } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import { signedInBy, spaceFor, type ApiParts } from './ApiParts'
import { read } from './read'

const spaceParams = v.object({ id: id32 })
const chunkParams = v.object({ id: id32, sha256: hash64 })
const fileParams = v.object({ id: id32, name: hash64 })
const decimal = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))
const pageQuery = v.object({ after: v.optional(decimal, '0') })

/** 5,000 hashes; and the 100,000 of the longest manifest. */
const HASHES_BYTES = 512 * 1024
const MANIFEST_BYTES = 8 * 1024 * 1024

/** Files, as parts that nobody here can read. */
export function fileRoutes(api: FastifyInstance, parts: ApiParts): void {
  const { accounts, chunks, limits } = parts
  const config = { rateLimit: { max: limits.chunksPerMinute, groupId: 'chunks' } }

  // Not read before the route knows who sends it.
  api.addContentTypeParser('application/octet-stream', (_request, content, done) => done(null, content))

  api.post('/spaces/:id/chunks/missing', { bodyLimit: HASHES_BYTES }, async (request) => {
    const { userId } = signedInBy(request)
    const { id } = read(spaceParams, request.params)
    spaceFor(parts, id, userId, 'editor')
    return { missing: await chunks.missing(id, read(chunkHashes, request.body).hashes) }
  })

  api.put('/spaces/:id/chunks/:sha256', { config, bodyLimit: CHUNK_LIMIT_BYTES }, async (request) => {
    const { userId } = signedInBy(request)
    const { id, sha256 } = read(chunkParams, request.params)
    spaceFor(parts, id, userId, 'editor')
    if (request.headers['content-type'] !== 'application/octet-stream') {
      throw new AppError({ code: 'bad-request', reason: 'parts of files are sent as application/octet-stream' })
    }
    await chunks.put(id, sha256, request.body as Readable)
    return {}
  })

  api.get('/spaces/:id/chunks/:sha256', { config }, async (request, reply) => {
    const { userId } = signedInBy(request)
    const { id, sha256 } = read(chunkParams, request.params)
    spaceFor(parts, id, userId, 'viewer')
    const bytes = await chunks.get(id, sha256)
    return reply.type('application/octet-stream').send(bytes)
  })

  api.put('/spaces/:id/files/:name', { bodyLimit: MANIFEST_BYTES }, async (request) => {
    const { userId } = signedInBy(request)
    const { id, name } = read(fileParams, request.params)
    spaceFor(parts, id, userId, 'editor')
    const manifest = read(fileManifest, request.body)
    return { no: accounts.transact(() => accounts.files.addFile(id, name, manifest)) }
  })

  api.get('/spaces/:id/files', async (request) => {
    const { userId } = signedInBy(request)
    const { id } = read(spaceParams, request.params)
    spaceFor(parts, id, userId, 'viewer')
    return accounts.files.list(id, read(pageQuery, request.query).after)
  })
}
