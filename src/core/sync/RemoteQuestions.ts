import type { ErrorDetail } from '../AppError'
import type { RangeAnswer } from '../persistence/compareRanges'
import type { OutlineRow } from '../persistence/outline/Outline'
import type { Pack, PackId } from '../persistence/Pack'
import type { LogPage, Position, StoredSnapshot } from '../persistence/PersistenceLayer'
import type { SecretRecord } from '../space/Secrets'
import type { SpaceId } from '../space/Space'
import type { TreeId, VertexId } from '../tree/ops'
import type { ClientMessage, HostMessage } from './messages'
import { PendingReplies } from './PendingReplies'

interface SnapshotPart {
  readonly through: Position
  readonly part: Uint8Array
}

type Question = Extract<ClientMessage, { readonly request: number }>
type Answer = Exclude<Extract<HostMessage, { readonly request?: number }>, { kind: 'error' }>

const MAX_FETCH_IDS = 500

/** What is asked of a host about one space, and the answers to it. */
export class RemoteQuestions {
  readonly #space: SpaceId
  readonly #ask: (question: Question) => void
  readonly #replies = new PendingReplies()

  /** `ask` sends it, or tells by `reject` that there is nobody to ask. */
  constructor(space: SpaceId, ask: (question: Question) => void) {
    this.#space = space
    this.#ask = ask
  }

  async *tree(treeId: TreeId, after: Position): AsyncIterable<readonly Pack[]> {
    const request = this.#replies.stream<Pack>()
    this.#ask({ kind: 'tree', space: this.#space, request: request.id, treeId, after })
    yield* request.parts()
  }

  page(after: Position, limitOps: number): Promise<LogPage> {
    const request = this.#replies.single<LogPage>()
    this.#ask({ kind: 'read', space: this.#space, request: request.id, after, limitOps })
    return request.reply
  }

  compare(prefix: string): Promise<RangeAnswer> {
    const request = this.#replies.single<RangeAnswer>()
    this.#ask({ kind: 'compare', space: this.#space, request: request.id, prefix })
    return request.reply
  }

  async fetch(ids: readonly PackId[]): Promise<readonly Pack[]> {
    const packs: Pack[] = []
    for (let from = 0; from < ids.length; from += MAX_FETCH_IDS) {
      const some = ids
        .slice(from, from + MAX_FETCH_IDS)
        .map(({ treeId, peerId, counter }) => ({ treeId, peerId, counter }))
      const request = this.#replies.stream<Pack>()
      this.#ask({ kind: 'fetch', space: this.#space, request: request.id, ids: some })
      for await (const part of request.parts()) packs.push(...part)
    }
    return packs
  }

  async *outline(parentId: VertexId | null): AsyncIterable<readonly OutlineRow[]> {
    const request = this.#replies.stream<OutlineRow>()
    this.#ask({ kind: 'outline', space: this.#space, request: request.id, parentId, inParts: true })
    yield* request.parts()
  }

  async snapshot(treeId: TreeId): Promise<StoredSnapshot | undefined> {
    const request = this.#replies.stream<SnapshotPart>()
    this.#ask({ kind: 'snapshot', space: this.#space, request: request.id, treeId })
    const parts: SnapshotPart[] = []
    for await (const some of request.parts()) parts.push(...some)
    const [first] = parts
    return first && { treeId, through: first.through, bytes: joined(parts.map(({ part }) => part)) }
  }

  secrets(): Promise<readonly SecretRecord[]> {
    const request = this.#replies.single<readonly SecretRecord[]>()
    this.#ask({ kind: 'secrets', space: this.#space, request: request.id })
    return request.reply
  }

  answered(answer: Answer): void {
    switch (answer.kind) {
      case 'tree':
        this.#replies.part(answer.request, answer.packs, answer.isLast)
        break
      case 'snapshot': {
        const { request, through, part, isLast } = answer
        this.#replies.part(request, part ? [{ through, part }] : [], isLast)
        break
      }
      case 'page':
        this.#replies.resolve(answer.request, answer.page)
        break
      case 'range':
        this.#replies.resolve(answer.request, answer.answer)
        break
      case 'outline':
        this.#replies.part(answer.request, answer.rows, answer.isLast ?? true)
        break
      case 'secrets':
        this.#replies.resolve(answer.request, answer.records)
        break
    }
  }

  reject(request: number, detail: ErrorDetail): void {
    this.#replies.reject(request, detail)
  }

  rejectAll(detail: ErrorDetail): void {
    this.#replies.rejectAll(detail)
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (only && parts.length === 1) return only
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.byteLength
  }
  return bytes
}
