import type { JsonValue } from 'reptree'
import { AppError, describeError } from '../../core/AppError'
import { fileAbsence } from '../../core/fileAbsence'
import { nextTurn } from '../../core/nextTurn'
import type { Entry } from '../../core/space/Entry'
import { newSpaceId, type Space } from '../../core/space/Space'
import type { Lost } from '../../core/space/VaultReader'
import { ordersBetween } from '../../core/tree/order'
import type { Placement } from '../../core/tree/siblingOrder'
import { newVertexId, NULL_VERTEX_ID } from '../../core/tree/VertexId'
import type { VertexId } from '../../core/tree/ops'
import { copyDocument, isOfImport } from './copyDocument'
import { LedLinks } from './LedLinks'

export interface CopyTarget {
  readonly space: Space
  readonly parentId: VertexId
  readonly placement?: Placement
  /** Resolves when all that was written so far is durable. */
  readonly flush: () => Promise<unknown>
}

export interface CopyOptions {
  readonly source: Space
  /** None of them lies within another. */
  readonly ids: readonly VertexId[]
  readonly target: CopyTarget
  /** What the step is called that puts the copies there, and can be undone. */
  readonly label: string
  /** Of the copies of `ids`; without it they have the name of what they were made of. */
  readonly nameOf?: (entry: Entry) => string
  /** Puts a file into the target's store, where that is another; rejects with AppError when it cannot be had. */
  readonly bringFile?: (hash: string) => Promise<void>
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, total: number) => void
}

export interface CopyReport {
  /** The copies of `ids`, in their order. */
  readonly ids: readonly VertexId[]
  /** What is not in the copies, or not on this machine. */
  readonly lost: readonly Lost[]
  /** Everything that was copied: ids of entries, and of their documents. */
  readonly copied: ReadonlySet<string>
}

/** So much is written before it is made durable: what waits lies in memory. */
const DOCUMENTS_PER_FLUSH = 100
const DROPPED = new Set(['_c', 'order', 'name', 'treeId', 'trashedFrom', 'trashedAt'])

interface Planned {
  readonly entry: Entry
  readonly parentId: VertexId
  readonly order: string | undefined
}

/**
 * Copies entries with all that lies in them, into the same space or another. They are made out of sight, in steps of a few
 * milliseconds, and put in their place as one step when they are whole. Rejects with `cancelled` when it was stopped: then nothing
 * of them is to be seen.
 */
export async function copyEntries(options: CopyOptions): Promise<CopyReport> {
  return new EntryCopying(options).run()
}

class EntryCopying {
  readonly #copyById = new Map<VertexId, VertexId>()
  readonly #lost: Lost[] = []
  readonly #links: LedLinks
  readonly #isSameSpace: boolean

  constructor(readonly options: CopyOptions) {
    const { source, target } = options
    this.#isSameSpace = source.id === target.space.id
    this.#links = new LedLinks({
      copyById: this.#copyById,
      isSameSpace: this.#isSameSpace,
      nameOf: (id) => source.entries.get(id)?.name,
    })
  }

  async run(): Promise<CopyReport> {
    const { ids, target, label, onProgress } = this.options
    const planned = await this.#plan()
    const fileNames = new Map<string, string>()
    let done = 0
    for (const each of planned) {
      onProgress?.(done, planned.length)
      await this.#copy(each)
      const { file, name } = each.entry
      if (file) fileNames.set(file.hash, name)
      if (++done % DOCUMENTS_PER_FLUSH === 0) await target.flush()
    }
    await this.#bringFiles(fileNames)
    const made = ids.flatMap((id) => this.#copyById.get(id) ?? [])
    target.space.entries.place(made, target.parentId, target.placement ?? 'end', label)
    onProgress?.(done, done)
    const copied = planned.flatMap(({ entry }) => (entry.treeId === undefined ? [entry.id] : [entry.id, entry.treeId]))
    return { ids: made, lost: this.#lost, copied: new Set(copied) }
  }

  /** Parents come before what they hold; each gets the id of its copy, for the links that lead there. */
  async #plan(): Promise<readonly Planned[]> {
    const { source, ids, target } = this.options
    const { environment } = target.space
    const planned: Planned[] = ids.flatMap((id) => {
      const entry = source.entries.get(id)
      return entry ? [{ entry, parentId: NULL_VERTEX_ID, order: undefined }] : []
    })
    // It grows while it is read.
    for (const [index, { entry }] of planned.entries()) {
      const id = newVertexId(environment)
      this.#copyById.set(entry.id, id)
      const children = source.entries.children(entry.id)
      const orders = ordersBetween(undefined, undefined, children.length, environment)
      children.forEach((child, at) => planned.push({ entry: child, parentId: id, order: orders[at] }))
      if (index % 100 === 99) await this.#pause()
    }
    return planned
  }

  async #copy({ entry, parentId, order }: Planned): Promise<void> {
    const { source, target, nameOf } = this.options
    const treeId = entry.kind === 'entry' ? await this.#copyTree(entry) : undefined
    await this.#pause()
    const stored = source.tree.properties(entry.id)
    const properties: Record<string, JsonValue | undefined> = {}
    for (const [key, value] of Object.entries(stored)) {
      if (!DROPPED.has(key) && !isOfImport(key)) properties[key] = this.#links.property(key, value)
    }
    const name = parentId === NULL_VERTEX_ID && nameOf ? nameOf(entry) : stored['name']
    target.space.tree.createVertex(parentId, { ...properties, name, treeId, order }, this.#copyById.get(entry.id))
  }

  /** Undefined, and told, where the document is not there or not whole: then its copy is an empty one. */
  async #copyTree({ treeId, appId, name }: Entry): Promise<string | undefined> {
    if (treeId === undefined) return undefined
    const { source, target } = this.options
    const copyId = newSpaceId(target.space.environment)
    const copy = target.space.appTrees.create(copyId, appId ?? 'page')
    try {
      await source.withAppTree(treeId, async ({ tree }) => {
        if (!tree.root) return this.#lose(name, 'what it holds has not arrived on this computer yet')
        const { environment } = target.space
        await copyDocument({
          ...{ from: tree, to: copy.tree, links: this.#links, environment },
          pause: () => this.#pause(),
        })
        if (tree.problems.length > 0) this.#lose(name, 'some of it cannot be read')
      })
    } finally {
      target.space.appTrees.release(copyId)
    }
    return copyId
  }

  async #bringFiles(names: ReadonlyMap<string, string>): Promise<void> {
    const { bringFile } = this.options
    if (!bringFile || this.#isSameSpace) return
    for (const hash of new Set([...names.keys(), ...this.#links.files])) {
      await this.#pause()
      try {
        await bringFile(hash)
      } catch (error) {
        const detail = AppError.detailOf(error)
        if (detail.code !== 'file-elsewhere' && detail.code !== 'bad-file' && detail.code !== 'damaged') throw error
        const { why } = detail.code === 'file-elsewhere' ? fileAbsence(detail.asked) : { why: describeError(detail) }
        this.#lose(names.get(hash) ?? 'A picture or file in a page', why)
      }
    }
  }

  #lose(what: string, why: string): void {
    this.#lost.push({ path: '', what, why })
  }

  async #pause(): Promise<void> {
    const { signal, target } = this.options
    await nextTurn(target.space.environment.timers)
    if (signal?.aborted === true) throw new AppError({ code: 'cancelled' })
  }
}
