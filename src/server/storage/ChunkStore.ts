import { createHash, randomUUID } from 'node:crypto'
import { renameSync, unlinkSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { CHUNK_LIMIT_BYTES } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { sqliteError } from '../../layers/sqlite/sqliteError'
import type { Accounts } from '../accounts/Accounts'
import type { ServerFolder } from '../ServerFolder'
import type { SpaceStorage } from './SpaceStorage'

/** Parts of a file that was never completed are kept for so long, to be gone on with. */
const ABANDONED_MS = 7 * 24 * 3600 * 1000

/** The parts of files, each space's for itself, by the SHA-256 of their bytes as sent. A name that exists is whole. */
export class ChunkStore {
  readonly #folder: ServerFolder
  readonly #accounts: Accounts
  readonly #storage: SpaceStorage
  readonly #environment: Environment

  constructor(folder: ServerFolder, accounts: Accounts, storage: SpaceStorage, environment: Environment) {
    this.#folder = folder
    this.#accounts = accounts
    this.#storage = storage
    this.#environment = environment
  }

  /** Removes what was never completed. */
  tidy(): void {
    const beforeMs = this.#environment.now() - ABANDONED_MS
    this.#accounts.transact(() => {
      for (const chunk of this.#accounts.files.abandoned(beforeMs)) {
        this.#accounts.files.removeChunk(chunk.spaceId, chunk)
        removeNow(this.#folder.chunk(chunk.spaceId, chunk.hash))
      }
    })
  }

  /** Those of the hashes that the space lacks, or whose bytes have gone from the disk. */
  async missing(spaceId: string, hashes: readonly string[]): Promise<string[]> {
    const missing: string[] = []
    for (const hash of hashes) {
      const known = this.#accounts.files.chunk(spaceId, hash)
      const found = known && (await stat(this.#folder.chunk(spaceId, hash)).catch(() => undefined))
      if (found?.size !== known?.sizeBytes || !known) missing.push(hash)
    }
    return missing
  }

  /**
   * Takes a chunk as it comes: never more of it in memory than what the network holds, durable and verified before it is
   * recorded. One that is here already is written again, which repairs a damaged one.
   */
  async put(spaceId: string, hash: string, content: Readable): Promise<void> {
    this.#storage.admitChunk(spaceId, 0)
    const unfinished = path.join(this.#folder.incoming, randomUUID())
    const place = this.#folder.chunk(spaceId, hash)
    try {
      await mkdir(this.#folder.incoming, { recursive: true, mode: 0o700 })
      const file = await open(unfinished, 'wx', 0o600)
      let sizeBytes: number
      try {
        sizeBytes = await this.#receive(content, hash, file)
        await file.sync()
      } finally {
        await file.close()
      }
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
      // In one turn, so that a space that is being deleted, or the quota, cannot change in between.
      this.#accounts.transact(() => {
        if (!this.#accounts.files.chunk(spaceId, hash)) this.#storage.admitChunk(spaceId, sizeBytes)
        renameSync(unfinished, place)
        this.#accounts.files.addChunk(spaceId, { hash, sizeBytes }, this.#environment.now())
      })
      await syncFolder(path.dirname(place))
    } catch (error) {
      throw sqliteError(error, place)
    } finally {
      await rm(unfinished, { force: true })
    }
  }

  /** Throws AppError `bad-file`; a damaged chunk is set aside, so that whoever has its bytes is asked for them again. */
  async get(spaceId: string, hash: string): Promise<Uint8Array> {
    const place = this.#folder.chunk(spaceId, hash)
    const isKnown = this.#accounts.files.chunk(spaceId, hash) !== undefined
    const bytes = isKnown ? await readFile(place).catch(() => undefined) : undefined
    if (!bytes) throw new AppError({ code: 'bad-file', path: hash, reason: 'the server does not have it' })
    if (createHash('sha256').update(bytes).digest('hex') === hash) return bytes
    await rename(place, `${place}.damaged`)
    throw new AppError({ code: 'bad-file', path: hash, reason: 'it is damaged on the server' })
  }

  async #receive(content: Readable, hash: string, file: FileHandle): Promise<number> {
    const sum = createHash('sha256')
    let sizeBytes = 0
    for await (const part of content as AsyncIterable<Buffer>) {
      sizeBytes += part.byteLength
      if (sizeBytes > CHUNK_LIMIT_BYTES) {
        throw new AppError({ code: 'too-large', what: 'A part of a file', sizeBytes, limitBytes: CHUNK_LIMIT_BYTES })
      }
      sum.update(part)
      await file.write(part)
    }
    if (sum.digest('hex') !== hash) {
      throw new AppError({ code: 'bad-request', reason: 'the bytes are not those of this hash; send them again' })
    }
    return sizeBytes
  }
}

function removeNow(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Gone already, or in the way of nobody: no record points to it any more.
  }
}

/** Without it a power cut may forget the name. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
