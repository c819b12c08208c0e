import type { JsonValue } from 'reptree'
import { AppError, describeError } from '../../../core/AppError'
import type { StoredFile } from '../../../core/space/Entry'
import type { Lost, VaultFile, VaultReader } from '../../../core/space/VaultReader'
import type { VertexId } from '../../../core/tree/ops'
import { newVertexId } from '../../../core/tree/VertexId'
import { mimeTypeOf } from '../markdown/fileKind'
import { parseMarkdown, type ParsedPage } from '../markdown/parseMarkdown'
import { decodeText } from './decodeText'
import type { VaultControl } from '../../../core/space/VaultControl'
import type { ImportReport } from './ImportReport'
import type { ImportTarget } from './ImportTarget'
import { ImportedEntries } from './ImportedEntries'
import { aliasesOf, type PageFacts } from './PageFacts'
import type { ImportPlan } from './planImport'
import { resolveLinks, type ResolvedPage } from './resolveLinks'
import { VaultIndex } from './VaultIndex'

export interface ImportOptions {
  readonly reader: VaultReader
  readonly plan: ImportPlan
  readonly target: ImportTarget
  readonly control?: VaultControl
}

interface ReadPage {
  readonly hash: string
  readonly parsed: ParsedPage
  readonly page: ResolvedPage
  /** The source is not what was imported last; else only links lead somewhere now that did not. */
  readonly isChanged: boolean
}

/** How many files may be written before the disk has to have them: bounds what waits in memory. */
const FLUSH_EVERY = 100

/**
 * Brings a vault into a space: folders and files first, then pages with their links resolved, each page whole or not at
 * all. Running it again updates what changed at the source, leaves alone what did not, and never overwrites what was
 * changed in Grove. Rejects only when nothing can be written any more.
 */
export async function runImport(options: ImportOptions): Promise<ImportReport> {
  return new ImportRun(options).run()
}

class ImportRun {
  readonly #importId: string
  readonly #entries: ImportedEntries
  readonly #lost: Lost[]
  readonly #index = new VaultIndex()
  readonly #fileById = new Map<VertexId, StoredFile>()
  readonly #control: VaultControl
  #done = 0
  #pages = 0
  #files = 0
  #folders = 0
  #unchanged = 0
  #resolved = 0
  #unresolved = 0

  constructor(readonly options: ImportOptions) {
    const { target, reader, plan } = options
    this.#importId = newVertexId(target.space.environment)
    this.#entries = new ImportedEntries(target.space, reader, this.#importId)
    this.#lost = [...plan.lost]
    this.#control = options.control ?? {}
  }

  async run(): Promise<ImportReport> {
    const { plan, target } = this.options
    for (const path of plan.folders) {
      if (this.#isStopped) break
      this.#entries.ensureFolder(path)
      this.#folders += 1
    }
    for (const page of plan.pages) {
      this.#index.add({ kind: 'page', entryId: this.#entries.idOf(page.path), path: page.path, facts: page })
    }
    for (const file of plan.files) {
      if (!(await this.#step(file.path))) break
      await this.#storeFile(file)
    }
    for (const page of plan.pages) {
      if (!(await this.#step(page.path))) break
      await this.#writePage(page)
    }
    await target.flush()
    return {
      importId: this.#importId,
      space: target.space.look.name,
      pages: this.#pages,
      folders: this.#folders,
      files: this.#files,
      links: { resolved: this.#resolved, unresolved: this.#unresolved },
      unchanged: this.#unchanged,
      lost: this.#lost,
      cancelled: this.#isStopped,
    }
  }

  get #isStopped(): boolean {
    return this.#control.signal?.aborted === true
  }

  /** Between two files: tells how far it is, lets others work, and says whether to go on. */
  async #step(path: string): Promise<boolean> {
    const { plan, target } = this.options
    if (this.#isStopped) return false
    this.#control.onProgress?.({ done: this.#done, total: plan.files.length + plan.pages.length, path })
    this.#done += 1
    if (this.#done % FLUSH_EVERY === 0) await target.flush()
    await this.#control.pause?.()
    return !this.#isStopped
  }

  async #storeFile({ path }: VaultFile): Promise<void> {
    const { reader, target } = this.options
    try {
      const { bytes, hash } = await reader.read(path)
      const id = this.#entries.idOf(path)
      const known = this.#entries.revive(path)
      const isKnown = known?.importHash === hash && (await target.files.has(hash))
      const stored = isKnown ? { hash, sizeBytes: bytes.byteLength } : await target.files.put(bytes)
      const file: StoredFile = { ...stored, mimeType: mimeTypeOf(path) }
      if (!known) this.#entries.createFile(path, file)
      else if (!isKnown) this.#entries.update(id, { ...file, importHash: hash })
      if (isKnown) this.#unchanged += 1
      this.#files += 1
      this.#fileById.set(id, file)
      this.#index.add({ kind: 'file', entryId: id, path })
    } catch (error) {
      this.#giveUpOnlyIfHopeless(error, path, 'file')
    }
  }

  async #writePage({ path }: PageFacts): Promise<void> {
    try {
      const { bytes, hash } = await this.options.reader.read(path)
      const decoded = decodeText(bytes)
      if (decoded.kind === 'binary')
        throw new AppError({ code: 'bad-file', path, reason: 'it changed while it was read' })
      const parsed = parseMarkdown(decoded.text)
      if (decoded.kind === 'guessed') await this.#keepOriginal(path, bytes)
      const page = resolveLinks(parsed.doc, path, this.#index, (id) => this.#fileById.get(id))
      const known = this.#entries.revive(path)
      if (!known) this.#entries.createPage(path, page.doc, parsed.frontMatter, this.#properties(hash, parsed, page))
      else if (known.importHash === hash && known.importUnresolved <= page.unresolved) this.#unchanged += 1
      else await this.#update(path, { hash, parsed, page, isChanged: known.importHash !== hash })
      this.#pages += 1
      this.#resolved += page.resolved
      this.#unresolved += page.unresolved
      this.#lost.push(...page.lost)
    } catch (error) {
      this.#giveUpOnlyIfHopeless(error, path, 'page')
    }
  }

  /** Of a text whose encoding is only a guess, the bytes stay too. */
  async #keepOriginal(path: string, bytes: Uint8Array): Promise<void> {
    const file = { ...(await this.options.target.files.put(bytes)), mimeType: mimeTypeOf(path) }
    const known = this.#entries.revive(path, 'original')
    if (!known) this.#entries.createFile(path, file, 'original')
    else if (known.importHash !== file.hash) {
      this.#entries.update(this.#entries.idOf(path, 'original'), { ...file, importHash: file.hash })
    }
  }

  async #update(path: string, { hash, parsed, page, isChanged }: ReadPage): Promise<void> {
    const properties = this.#properties(hash, parsed, page)
    if (await this.#entries.updatePage(path, page.doc, parsed.frontMatter, properties)) return
    if (!isChanged) this.#unchanged += 1
    else this.#lost.push({ path, what: 'page', why: 'changed here and at the source: the version here was kept' })
  }

  #properties(hash: string, parsed: ParsedPage, page: ResolvedPage): Record<string, JsonValue> {
    const aliases = aliasesOf(parsed)
    return {
      importHash: hash,
      importUnresolved: page.unresolved,
      links: [...page.linkedPageIds],
      ...(aliases.length > 0 && { aliases }),
    }
  }

  /** One bad file is reported and the rest goes on; a disk that takes nothing ends the run. */
  #giveUpOnlyIfHopeless(error: unknown, path: string, what: string): void {
    const detail = AppError.detailOf(error)
    if (['disk-full', 'read-only', 'folder-missing', 'closed', 'disconnected'].includes(detail.code)) throw error
    this.#lost.push({ path, what, why: describeError(detail) })
  }
}
