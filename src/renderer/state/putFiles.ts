import type { NamedFile } from '../../apps/page/fileNode'
import type { Entries } from '../../core/space/Entries'
import type { Placement } from '../../core/tree/siblingOrder'
import type { VertexId } from '../../core/tree/ops'

/** Where files go: to the end of a folder, page or board, or beside something in it. */
export interface FilesPlace {
  /** Undefined: to the top of the space. */
  readonly parentId: VertexId | undefined
  readonly beside?: { readonly before: VertexId } | { readonly after: VertexId }
}

/** Makes an entry of each file, in their order, as one step. Returns where they are: at the top when the place is gone by now. */
export function putFiles(entries: Entries, place: FilesPlace, files: readonly NamedFile[]): VertexId {
  const wanted = place.parentId
  const parentId = wanted !== undefined && entries.isLive(wanted) ? wanted : entries.contentId
  let placement: Placement = 'end'
  if (place.beside) {
    const siblingId = 'before' in place.beside ? place.beside.before : place.beside.after
    if (entries.tree.parentOf(siblingId) === parentId) placement = place.beside
  }
  entries.history.group('Add files', () =>
    entries.tree.transact(() => {
      for (const { name, ...file } of files) {
        const id = entries.createFile(parentId, name, file)
        if (placement === 'end') continue
        entries.move(id, parentId, placement)
        placement = { after: id }
      }
    }),
  )
  return parentId
}
