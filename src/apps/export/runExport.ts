import { AppError, describeError, type ErrorDetail } from '../../core/AppError'
import { fileAbsence } from '../../core/fileAbsence'
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
  readonly files: Pick<FileStore, 'get' | 'has'>
  /** Brings a file that is not here; rejects with AppError when it cannot be had. */
  readonly bring?: (hash: string) => Promise<void>
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
 * leaves nothing behind, when something can be written no more; what cannot be read is left out and listed,
 * and so is a file that is not here and cannot be brought.
 */
export async function runExport(options: ExportOptions): Promise<ExportReport> {
  const { space, rootId, files, bring = nobodyBrings, writer, control = {} } = options
  const plan = planExport(space, rootId)
  const placed = new PlacedFiles(plan)
  const namesFrom = exportLinkNames(plan)
  const lost: Lost[] = [...plan.lost]
  const total = plan.documents.length + plan.files.length
  let done = 0
  let written = 0

  const tell = (path: string, isComing = false): void => control.onProgress?.({ done, total, path, isComing })
  const isStopped = async (path: string): Promise<boolean> => {
    tell(path)
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
      if (!(await files.has(hash))) {
        tell(path, true)
        await bring(hash)
      }
      bytes = await files.get(hash)
    } catch (error) {
      lost.push({ path, what: 'file', ...lossOf(AppError.detailOf(error)) })
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
      done += 1
    }
    for (const { path, file } of plan.files) {
      if (await isStopped(path)) return false
      await copy(path, file.hash)
      done += 1
    }
    // Whoever stopped it while it waited for the last file wants nothing of it either.
    if (control.signal?.aborted) return false
    await writer.finish()
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

function nobodyBrings(): Promise<never> {
  return Promise.reject(new AppError({ code: 'file-elsewhere', asked: 'unasked' }))
}

function lossOf(detail: ErrorDetail): Pick<Lost, 'why' | 'next'> {
  return detail.code === 'file-elsewhere' ? fileAbsence(detail.asked) : { why: describeError(detail) }
}
