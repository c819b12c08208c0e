import type { Database } from 'better-sqlite3'
import type { FileManifest, FilePage } from '../../core/account/serverApi'
import { AppError } from '../../core/AppError'

interface FileRow {
  readonly no: number
  readonly name: string
  readonly info: string
  readonly chunks: Buffer
  readonly sizeBytes: number
}

export interface ChunkRecord {
  readonly hash: string
  readonly sizeBytes: number
}

const PAGE_FILES = 1000
/** A page ends early rather than carry more names of chunks than this. */
const PAGE_CHUNKS = 100_000

/** Which files and parts of files a server keeps for each space, in the order they were completed. */
export class FileRecords {
  readonly #db: Database

  constructor(db: Database) {
    this.#db = db
  }

  chunk(spaceId: string, hash: string): ChunkRecord | undefined {
    return this.#db
      .prepare<[string, string], ChunkRecord>('SELECT hash, sizeBytes FROM chunk WHERE spaceId = ? AND hash = ?')
      .get(spaceId, hash)
  }

  chunks(spaceId: string): ChunkRecord[] {
    return this.#db
      .prepare<[string], ChunkRecord>('SELECT hash, sizeBytes FROM chunk WHERE spaceId = ? ORDER BY hash')
      .all(spaceId)
  }

  /** A chunk that is here already changes nothing. In a transaction. */
  addChunk(spaceId: string, { hash, sizeBytes }: ChunkRecord, nowMs: number): void {
    const { changes } = this.#db
      .prepare('INSERT OR IGNORE INTO chunk VALUES (?, ?, ?, ?, 0)')
      .run(spaceId, hash, sizeBytes, nowMs)
    if (changes > 0) this.#charge(spaceId, sizeBytes)
  }

  /** So that it is asked for again. In a transaction. */
  removeChunk(spaceId: string, { hash, sizeBytes }: ChunkRecord): void {
    const { changes } = this.#db.prepare('DELETE FROM chunk WHERE spaceId = ? AND hash = ?').run(spaceId, hash)
    if (changes > 0) this.#charge(spaceId, -sizeBytes)
  }

  /** Chunks that came before `beforeMs` and belong to no file. */
  abandoned(beforeMs: number): (ChunkRecord & { readonly spaceId: string })[] {
    return this.#db
      .prepare<[number], ChunkRecord & { readonly spaceId: string }>(
        'SELECT spaceId, hash, sizeBytes FROM chunk WHERE isUsed = 0 AND addedAt < ?',
      )
      .all(beforeMs)
  }

  /**
   * Records a file whose chunks are all here and returns its number. The same again changes nothing; another manifest
   * under a known name is refused, because the first one may be all that is left of a file. In a transaction.
   */
  addFile(spaceId: string, name: string, { info, chunks }: FileManifest): number {
    const packed = Buffer.from(chunks.join(''), 'hex')
    const known = this.#db
      .prepare<[string, string], FileRow>('SELECT * FROM file WHERE spaceId = ? AND name = ?')
      .get(spaceId, name)
    if (known) {
      if (known.chunks.equals(packed)) return known.no
      throw new AppError({ code: 'bad-request', reason: 'another file is here under this name' })
    }
    let sizeBytes = 0
    const use = this.#db.prepare('UPDATE chunk SET isUsed = 1 WHERE spaceId = ? AND hash = ?')
    for (const hash of chunks) {
      const chunk = this.chunk(spaceId, hash)
      if (!chunk) throw new AppError({ code: 'bad-request', reason: 'parts of this file are missing; send them first' })
      sizeBytes += chunk.sizeBytes
      use.run(spaceId, hash)
    }
    const no = this.#nextNumber(spaceId)
    this.#db.prepare('INSERT INTO file VALUES (?, ?, ?, ?, ?, ?)').run(spaceId, no, name, info, packed, sizeBytes)
    return no
  }

  /** The next file's number leaps, so that none is given out twice. */
  skipNumbers(spaceId: string, count: number): void {
    this.#db.prepare('UPDATE space SET lastFileNo = lastFileNo + ? WHERE id = ?').run(count, spaceId)
  }

  /** In order of `no`; fewer than are left when they are many or long. */
  list(spaceId: string, after: number): FilePage {
    const rows = this.#db
      .prepare<[string, number, number], FileRow>('SELECT * FROM file WHERE spaceId = ? AND no > ? ORDER BY no LIMIT ?')
      .iterate(spaceId, after, PAGE_FILES)
    const files: FilePage['files'] = []
    let chunkCount = 0
    for (const { no, name, info, chunks, sizeBytes } of rows) {
      chunkCount += chunks.length / 32
      if (files.length > 0 && chunkCount > PAGE_CHUNKS) break
      files.push({ no, name, info, chunks: hashesOf(chunks), sizeBytes })
    }
    return { files, head: this.#newest(spaceId) }
  }

  /** Of the files that are here, not the last number given out: a client sees by it that a server has gone back. */
  #newest(spaceId: string): number {
    return this.#db.prepare<[string], number>('SELECT max(no) FROM file WHERE spaceId = ?').pluck().get(spaceId) ?? 0
  }

  #nextNumber(spaceId: string): number {
    const next = this.#db
      .prepare<[string], number>('UPDATE space SET lastFileNo = lastFileNo + 1 WHERE id = ? RETURNING lastFileNo')
      .pluck()
      .get(spaceId)
    if (next === undefined) throw new AppError({ code: 'no-access', space: spaceId })
    return next
  }

  #charge(spaceId: string, sizeBytes: number): void {
    this.#db.prepare('UPDATE space SET fileBytes = fileBytes + ? WHERE id = ?').run(sizeBytes, spaceId)
  }
}

function hashesOf(packed: Buffer): string[] {
  const hex = packed.toString('hex')
  return Array.from({ length: packed.length / 32 }, (_, index) => hex.slice(index * 64, index * 64 + 64))
}
