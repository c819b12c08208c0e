import type { VertexId } from '../../../core/tree/ops'
import type { FileAdding } from '../../state/FileAdding.svelte'
import { chooseFiles } from '../../ui/chooseFiles'
import { counted } from '../../ui/counted'
import type { DroppedFiles } from '../../ui/droppedFiles'
import type { LiveBoard } from './LiveBoard'

export interface FileTaking {
  readonly adding: FileAdding
  /** The board stays open for as long as `use` takes, wherever one goes meanwhile. */
  keepOpen(use: () => Promise<void>): Promise<void>
}

/** Makes cards of files from the system: called as the file is, with the file in the notes. */
export class FileCards {
  constructor(
    readonly taking: FileTaking,
    readonly live: LiveBoard,
    /** Says what was done just now, with a way back. */
    readonly said: (what: string) => void,
  ) {}

  get mayAdd(): boolean {
    return this.taking.adding.mayAdd
  }

  async choose(columnId: VertexId): Promise<void> {
    const files = await chooseFiles()
    if (files) await this.add(columnId, { files, folderCount: 0 })
  }

  /** To the end of the column, as one step; of a column that has gone by then to the end of the first. */
  async add(columnId: VertexId, dropped: DroppedFiles): Promise<void> {
    const { board, tree, edits } = this.live
    const { adding } = this.taking
    await this.taking.keepOpen(() =>
      adding.add(dropped, async (files) => {
        const { writeNotes } = await import('./writeNotes')
        const columns = board.columns().filter(({ kind }) => kind === 'column')
        const column = columns.find(({ id }) => id === columnId) ?? columns[0]
        if (!column) return
        edits.history.group('Add files', () => {
          for (const file of files) writeNotes(tree, edits.addCard(column.id, file.name), file)
        })
        const [only] = files.length === 1 ? files : []
        this.said(`Added ${only ? `"${only.name}"` : counted(files.length, 'file')} to ${board.title(column.id)}`)
      }),
    )
  }
}
