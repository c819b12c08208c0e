import { AppError, describeError } from '../../core/AppError'
import type { FileStore } from '../../core/space/FileStore'
import type { Space } from '../../core/space/Space'
import type { Lost } from '../../core/space/VaultReader'
import type { VaultControl } from '../../core/space/VaultControl'
import type { VaultWriter } from '../../core/space/VaultWriter'
import type { VertexId } from '../../core/tree/ops'
import { serializeMarkdown } from '../page/markdown/serializeMarkdown'
import { documentContent } from './documentContent'
import { exportLinkNames } from './exportLinkNames'
import { PlacedFiles } from './PlacedFiles'
import { planExport, type ExportedDocument } from './planExport'

export interface ExportOptions {
  readonly space: Space
  /** The content of the space, or one entry of it. */
  readonly rootId: VertexId
  readonly files: Pick<FileStore, 'get'>
  readonly writer: VaultWriter
  readonly control?: VaultControl
}

/** What came of an export. */
export interface ExportReport {
  readonly documents: number
  readonly folders: number
  readonly files: number
  readonly lost: readonly Lost[]
  /** Somebody stopped it: nothing is there. */
  readonly cancelled: boolean
}

/**
 * Writes a space, or an entry with all that lies in it, as Markdown and other files, its links led from file to file. Rejects, and
 * leaves nothing behind, when something can be written no more; what cannot be read is left out and listed.
 */
export async function runExport({ space, rootId, files, writer, control = {} }: ExportOptions): Promise<ExportReport> {
  const plan = planExport(space, rootId)
  const placed = new PlacedFiles(plan)
  const namesFrom = exportLinkNames(plan)
  const lost: Lost[] = [...plan.lost]
  const total = plan.documents.length + plan.files.length
  let done = 0
  let written = 0

  const isStopped = async (path: string): Promise<boolean> => {
    control.onProgress?.({ done: Math.min(done++, total), total, path })
    await control.pause?.()
    return control.signal?.aborted === true
  }
  const textOf = ({ path, treeId, appId }: ExportedDocument): Promise<string> =>
    space.withAppTree(treeId, ({ tree }) => {
      const { doc, frontMatter } = documentContent(appId, tree)
      return serializeMarkdown(placed.lead(doc, path), { frontMatter, names: namesFrom(path) })
    })
  const copy = async (path: string, hash: string): Promise<void> => {
    let bytes: Uint8Array
    try {
      bytes = await files.get(hash)
    } catch (error) {
      lost.push({ path, what: 'file', why: describeError(AppError.detailOf(error)) })
      return
    }
    await writer.write(path, bytes)
    written += 1
  }
  const writeAll = async (): Promise<boolean> => {
    for (const folder of plan.folders) await writer.addFolder(folder)
    for (const document of plan.documents) {
      if (await isStopped(document.path)) return false
      await writer.write(document.path, new TextEncoder().encode(await textOf(document)))
      for (const { path, hash } of placed.takeUnwritten()) await copy(path, hash)
    }
    for (const { path, file } of plan.files) {
      if (await isStopped(path)) return false
      await copy(path, file.hash)
    }
    return true
  }

  let isWhole = false
  try {
    isWhole = await writeAll()
  } finally {
    // Half of it would be taken for all of it.
    if (!isWhole) await writer.discard()
  }
  return {
    documents: plan.documents.length,
    folders: plan.folders.length,
    files: written,
    lost,
    cancelled: !isWhole,
  }
}
