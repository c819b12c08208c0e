import { basename, dirname } from 'node:path'
import { runExport } from '../../apps/export/runExport'
import { FolderFileStore } from '../../layers/files/FolderFileStore'
import { FolderVaultWriter } from '../../layers/vault/FolderVaultWriter'
import type { CommandContext } from '../CommandContext'
import { counted } from '../counted'
import { linesOfLost } from '../linesOfLost'
import { showProgress } from '../showProgress'
import { Workplace } from '../Workplace'

export interface ExportQuestion {
  /** Name or id. */
  readonly space: string
  /** Made by this; if it is there already, one beside it with a number. */
  readonly target: string
}

/** `grove export <space> <folder>`: all of a space as Markdown and other files. */
export async function exportCommand({ space: name, target }: ExportQuestion, context: CommandContext): Promise<void> {
  const { folder, environment, terminal, json } = context
  const report = await Workplace.use(folder, environment, async (workplace) => {
    const open = await workplace.open(name)
    const space = await open.space()
    const writer = await FolderVaultWriter.create(dirname(target), basename(target))
    const { documents, folders, files, lost } = await runExport({
      space,
      rootId: space.contentId,
      files: new FolderFileStore(folder.files(open.id)),
      writer,
      control: { onProgress: (progress) => showProgress(terminal, 'Exporting', progress) },
    })
    return { space: space.look.name, folder: writer.folder, documents, folders, files, lost }
  })
  terminal.progress('')
  const counts = `${counted(report.documents, 'page')}, ${counted(report.folders, 'folder')} and ${counted(report.files, 'file')}`
  const first = `Exported ${counts} of “${report.space}” into ${report.folder}.`
  terminal.result(json ? JSON.stringify(report, null, 2) : [first, ...linesOfLost(report.lost)].join('\n'))
}
