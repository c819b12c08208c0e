import { planImport } from '../../apps/page/import/planImport'
import { runImport } from '../../apps/page/import/runImport'
import type { ImportReport } from '../../apps/page/import/ImportReport'
import type { VaultControl } from '../../core/space/VaultControl'
import { FolderFileStore } from '../../layers/files/FolderFileStore'
import { FolderVault } from '../../layers/vault/FolderVault'
import type { CommandContext } from '../CommandContext'
import { counted } from '../counted'
import { linesOfLost } from '../linesOfLost'
import { showProgress } from '../showProgress'
import { Workplace } from '../Workplace'

export interface ImportQuestion {
  readonly source: string
  /** Name or id. */
  readonly space: string
  readonly isDryRun: boolean
}

/** `grove import <folder> --space <space>`: Markdown files and what they link to. */
export async function importCommand(
  { source, space, isDryRun }: ImportQuestion,
  context: CommandContext,
): Promise<void> {
  const { folder, environment, terminal, json } = context
  const vault = await FolderVault.open(source)
  const plan = await planImport(vault, { onProgress: (progress) => showProgress(terminal, 'Reading', progress) })
  if (isDryRun) {
    const { lost, links } = plan
    const counts = { pages: plan.pages.length, folders: plan.folders.length, files: plan.files.length }
    terminal.progress('')
    terminal.result(
      json
        ? JSON.stringify({ ...counts, links, lost }, null, 2)
        : [`Would import ${countsOf(counts)}, ${counted(links, 'link')}.`, ...linesOfLost(lost)].join('\n'),
    )
    return
  }
  const control: VaultControl = { onProgress: (progress) => showProgress(terminal, 'Importing', progress) }
  const report = await Workplace.use(folder, environment, async (workplace) => {
    const open = await workplace.openOrCreate(space)
    const target = {
      space: await open.space(),
      files: new FolderFileStore(folder.files(open.id)),
      flush: () => open.flush(),
    }
    return runImport({ reader: vault, plan, target, control })
  })
  terminal.progress('')
  terminal.result(json ? JSON.stringify(jsonOf(report), null, 2) : textOf(report))
}

function jsonOf({ space, pages, folders, files, links, unchanged, lost }: ImportReport): object {
  return { space, pages, folders, files, links, unchanged, lost }
}

function textOf(report: ImportReport): string {
  const { space, links, unchanged, lost } = report
  const first = `Imported ${countsOf(report)} into “${space}”: ${counted(links.resolved, 'link')} found, ${links.unresolved} without a target.`
  const second =
    unchanged > 0 ? [`${counted(unchanged, 'page or file', 'pages and files')} unchanged since the last import.`] : []
  return [first, ...second, ...linesOfLost(lost)].join('\n')
}

function countsOf({
  pages,
  folders,
  files,
}: {
  readonly pages: number
  readonly folders: number
  readonly files: number
}): string {
  return `${counted(pages, 'page')}, ${counted(folders, 'folder')} and ${counted(files, 'file')}`
}
