import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import {
  draggable,
  dropTargetForElements,
  type ElementEventPayloadMap,
} from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { pointerOutsideOfPreview } from '@atlaskit/pragmatic-drag-and-drop/element/pointer-outside-of-preview'
import { setCustomNativeDragPreview } from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview'
import { dropTargetForExternal } from '@atlaskit/pragmatic-drag-and-drop/external/adapter'
import { containsFiles } from '@atlaskit/pragmatic-drag-and-drop/external/file'
import { attachInstruction, extractInstruction } from '@atlaskit/pragmatic-drag-and-drop-hitbox/list-item'
import type { Input } from '@atlaskit/pragmatic-drag-and-drop/types'
import type { Attachment } from 'svelte/attachments'
import type { VertexId } from '../../../core/tree/ops'
import { counted } from '../../ui/counted'
import { droppedFiles, type DroppedFiles } from '../../ui/droppedFiles'
import type { SidebarTree } from './SidebarTree.svelte'

export type DropHint = 'before' | 'after' | 'inside'

const HINTS = { 'reorder-before': 'before', 'reorder-after': 'after', combine: 'inside' } as const
const EXPAND_MS = 600

type SetDragImage = ElementEventPayloadMap['onGenerateDragPreview']['nativeSetDragImage']

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
        getInitialData: () => ({ entryIds: tree.outermostWith(id) }),
        onGenerateDragPreview: ({ source, nativeSetDragImage }) => {
          const count = draggedIds(source.data).length
          if (count > 1) showCount(count, nativeSetDragImage)
        },
        onDragStart: () => onDragging(true),
        onDrop: () => onDragging(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const places = entries()?.tree
          const dragged = draggedIds(source.data)
          return dragged.length > 0 && dragged.every((one) => one !== id && places?.isAncestor(id, one) === false)
        },
        getData: place,
        onDragEnter: hover,
        onDrag: hover,
        onDragLeave: leave,
        onDrop: ({ self, source }) => {
          leave()
          const operation = extractInstruction(self.data)?.operation
          if (operation) drop(tree, draggedIds(source.data), id, HINTS[operation])
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
      canDrop: ({ source }) => draggedIds(source.data).length > 0,
      onDrop: ({ location, source }) => {
        const live = tree.workspace.live
        if (location.current.dropTargets[0]?.element !== element || !live) return
        const moved = live.space.entries.moveAll(draggedIds(source.data), live.contentId)
        say(tree, moved, 'to the end')
      },
    })
}

function drop(tree: SidebarTree, dragged: readonly VertexId[], targetId: VertexId, hint: DropHint): void {
  const { actions, live } = tree.workspace
  const target = live?.space.entries.get(targetId)
  if (!target) return
  const moved =
    hint === 'inside'
      ? actions.move(dragged, targetId)
      : actions.move(dragged, target.parentId, hint === 'before' ? { before: targetId } : { after: targetId })
  say(tree, moved, `${hint === 'inside' ? 'into' : hint} ${target.name}`)
}

function say(tree: SidebarTree, moved: readonly VertexId[], where: string): void {
  const [first] = moved
  if (first === undefined) return
  tree.setFocused(first)
  const name = tree.workspace.entries.entry(first)?.name ?? 'It'
  tree.announcement = `${moved.length === 1 ? name : counted(moved.length, 'entry', 'entries')} moved ${where}`
}

function draggedIds(data: Record<string | symbol, unknown>): readonly VertexId[] {
  const ids = data['entryIds']
  return Array.isArray(ids) ? ids.filter((id): id is VertexId => typeof id === 'string') : []
}

/** Beside the pointer, in place of a picture of the one row. */
function showCount(count: number, nativeSetDragImage: SetDragImage): void {
  setCustomNativeDragPreview({
    nativeSetDragImage,
    getOffset: pointerOutsideOfPreview({ x: '12px', y: '8px' }),
    render: ({ container }) => {
      const words = document.createElement('div')
      words.className = 'drag-count'
      words.textContent = counted(count, 'entry', 'entries')
      container.append(words)
    },
  })
}

function dropFiles(tree: SidebarTree, dropped: DroppedFiles, targetId: VertexId, hint: DropHint): void {
  const { actions, entries } = tree.workspace
  if (hint === 'inside') return actions.addFiles({ parentId: targetId }, dropped)
  const beside = hint === 'before' ? { before: targetId } : { after: targetId }
  actions.addFiles({ parentId: entries.entry(targetId)?.parentId, beside }, dropped)
}
