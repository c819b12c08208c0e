import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { dropTargetForExternal } from '@atlaskit/pragmatic-drag-and-drop/external/adapter'
import { containsFiles } from '@atlaskit/pragmatic-drag-and-drop/external/file'
import { attachInstruction, extractInstruction } from '@atlaskit/pragmatic-drag-and-drop-hitbox/list-item'
import type { Input } from '@atlaskit/pragmatic-drag-and-drop/types'
import type { Attachment } from 'svelte/attachments'
import type { VertexId } from '../../../core/tree/ops'
import { droppedFiles, type DroppedFiles } from '../../ui/droppedFiles'
import type { SidebarTree } from './SidebarTree.svelte'

export type DropHint = 'before' | 'after' | 'inside'

const HINTS = { 'reorder-before': 'before', 'reorder-after': 'after', combine: 'inside' } as const
const EXPAND_MS = 600

export interface RowDragOptions {
  readonly tree: SidebarTree
  readonly id: VertexId
  /** False for files, which hold nothing. */
  readonly canHold: () => boolean
  readonly onHint: (hint: DropHint | undefined) => void
  readonly onDragging: (isDragging: boolean) => void
}

/** Makes a row draggable, and a place to drop others and files of the system on: above it, below it or into it. */
export function rowDrag({ tree, id, canHold, onHint, onDragging }: RowDragOptions): Attachment<HTMLElement> {
  return (element) => {
    const entries = () => tree.workspace.live?.space.entries
    let waiting: ReturnType<typeof setTimeout> | undefined
    const leave = (): void => {
      clearTimeout(waiting)
      waiting = undefined
      onHint(undefined)
    }
    const hover = ({ self }: { self: { data: Record<string | symbol, unknown> } }): void => {
      const operation = extractInstruction(self.data)?.operation
      onHint(operation && HINTS[operation])
      if (operation !== 'combine') {
        clearTimeout(waiting)
        waiting = undefined
      } else waiting ??= setTimeout(() => tree.setExpanded(id, true), EXPAND_MS)
    }
    const place = ({ input }: { input: Input }): Record<string | symbol, unknown> =>
      attachInstruction(
        { entryId: id },
        {
          element,
          input,
          axis: 'vertical',
          operations: {
            'reorder-before': 'available',
            // Below an open row begin its children: "after it" would land far from the pointer.
            'reorder-after': tree.isExpanded(id) ? 'not-available' : 'available',
            combine: canHold() ? 'available' : 'not-available',
          },
        },
      )
    const hoverFiles: typeof hover = (over) => {
      if (tree.workspace.adding.mayAdd) hover(over)
    }
    const stop = combine(
      draggable({
        element,
        canDrag: () => tree.workspace.live !== undefined && tree.renamingId === undefined,
        getInitialData: () => ({ entryId: id }),
        onDragStart: () => onDragging(true),
        onDrop: () => onDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const dragged = source.data['entryId']
          if (typeof dragged !== 'string' || dragged === id) return false
          return entries()?.tree.isAncestor(id, dragged) === false
        },
        getData: place,
        onDragEnter: hover,
        onDrag: hover,
        onDragLeave: leave,
        onDrop: ({ self, source }) => {
          leave()
          const operation = extractInstruction(self.data)?.operation
          const dragged = source.data['entryId']
          if (operation && typeof dragged === 'string') drop(tree, dragged, id, HINTS[operation])
        },
      }),
      dropTargetForExternal({
        element,
        canDrop: containsFiles,
        getData: place,
        onDragEnter: hoverFiles,
        onDrag: hoverFiles,
        onDragLeave: leave,
        onDrop: ({ self, source }) => {
          leave()
          const operation = extractInstruction(self.data)?.operation
          if (operation) dropFiles(tree, droppedFiles(source.items), id, HINTS[operation])
        },
      }),
    )
    return () => {
      leave()
      stop()
    }
  }
}

/** The empty space below the rows: what is dropped there goes to the end of the top. */
export function treeDrop(tree: SidebarTree): Attachment<HTMLElement> {
  return (element) =>
    dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data['entryId'] === 'string',
      onDrop: ({ location, source }) => {
        const dragged = source.data['entryId']
        const live = tree.workspace.live
        if (location.current.dropTargets[0]?.element !== element || typeof dragged !== 'string' || !live) return
        live.space.entries.move(dragged, live.contentId)
        tree.setFocused(dragged)
        tree.announcement = `${live.space.entries.get(dragged)?.name ?? 'It'} moved to the end`
      },
    })
}

function drop(tree: SidebarTree, dragged: VertexId, targetId: VertexId, hint: DropHint): void {
  const entries = tree.workspace.live?.space.entries
  const target = entries?.get(targetId)
  const entry = entries?.get(dragged)
  if (!entries || !target || !entry) return
  if (hint === 'inside') {
    entries.move(dragged, targetId)
    tree.setExpanded(targetId, true)
  } else entries.move(dragged, target.parentId, hint === 'before' ? { before: targetId } : { after: targetId })
  tree.setFocused(dragged)
  tree.announcement = `${entry.name} moved ${hint === 'inside' ? 'into' : hint} ${target.name}`
}

function dropFiles(tree: SidebarTree, dropped: DroppedFiles, targetId: VertexId, hint: DropHint): void {
  const { actions, entries } = tree.workspace
  if (hint === 'inside') return actions.addFiles({ parentId: targetId }, dropped)
  const beside = hint === 'before' ? { before: targetId } : { after: targetId }
  actions.addFiles({ parentId: entries.entry(targetId)?.parentId, beside }, dropped)
}
