import { AppError, describeError } from '../../../core/AppError'
import type { Lost, VaultFile, VaultReader } from '../../../core/space/VaultReader'
import { parseMarkdown } from '../markdown/parseMarkdown'
import { decodeText } from './decodeText'
import type { VaultControl } from '../../../core/space/VaultControl'
import { pageFacts, type PageFacts } from './PageFacts'

/** What an import would bring: the dry run, and what the real one goes by. */
export interface ImportPlan {
  readonly pages: readonly PageFacts[]
  /** Relative paths, parents before children. */
  readonly folders: readonly string[]
  readonly files: readonly VaultFile[]
  /** Links, embeds and pictures in the pages. */
  readonly links: number
  readonly sizeBytes: number
  readonly lost: readonly Lost[]
}

/** Larger files would fill the memory of any machine people have. */
const MAX_FILE_BYTES = 1024 * 1024 * 1024

/** A larger text is no page any more: kept as a file, which can be opened with what is made for it. */
const MAX_PAGE_BYTES = 24 * 1024 * 1024

/** Reads a vault without changing anything. When stopped half-way, the plan holds what was read until then. */
export async function planImport(reader: VaultReader, control: VaultControl = {}): Promise<ImportPlan> {
  const scan = await reader.scan()
  const lost: Lost[] = [...scan.lost]
  const pages: PageFacts[] = []
  const files: VaultFile[] = []
  let links = 0
  let done = 0
  for (const file of scan.files) {
    if (control.signal?.aborted) break
    control.onProgress?.({ done: done++, total: scan.files.length, path: file.path })
    if (file.sizeBytes > MAX_FILE_BYTES) {
      lost.push({ path: file.path, what: 'file', why: 'larger than 1 GB' })
      continue
    }
    if (!isMarkdown(file.path)) {
      files.push(file)
      continue
    }
    if (file.sizeBytes > MAX_PAGE_BYTES) {
      lost.push({ path: file.path, what: 'page', why: 'larger than 24 MB; kept as a file' })
      files.push(file)
      continue
    }
    await control.pause?.()
    try {
      const decoded = decodeText((await reader.read(file.path)).bytes)
      if (decoded.kind === 'binary') {
        lost.push({ path: file.path, what: 'page', why: 'it is not text; kept as a file' })
        files.push(file)
        continue
      }
      if (decoded.kind === 'guessed') {
        lost.push({
          path: file.path,
          what: 'some characters',
          why: 'it is not UTF-8: read as Windows-1252, and the original kept beside it',
        })
      }
      const page = parseMarkdown(decoded.text)
      links += page.links.length
      pages.push(pageFacts(file.path, page))
      for (const problem of page.problems) {
        lost.push({ path: file.path, what: `line ${problem.line}: ${problem.what}`, why: problem.why })
      }
    } catch (error) {
      lost.push({ path: file.path, what: 'page', why: describeError(AppError.detailOf(error)) })
    }
  }
  const sizeBytes = scan.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  return { pages, folders: scan.folders, files, links, sizeBytes, lost }
}

function isMarkdown(path: string): boolean {
  return /\.(md|markdown)$/i.test(path)
}
