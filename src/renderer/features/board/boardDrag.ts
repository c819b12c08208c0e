import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine'
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { attachClosestEdge, extractClosestEdge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge'
import type { Edge } from '@atlaskit/pragmatic-drag-and-drop-hitbox/types'
import type { Attachment } from 'svelte/attachments'
import type { VertexId } from '../../../core/tree/ops'
import type { BoardView } from './BoardView.svelte'

export type DropHint = 'before' | 'after'

export interface DragOptions {
  readonly view: BoardView
  readonly id: VertexId
  readonly onHint: (hint: DropHint | undefined) => void
  readonly onDragging: (isDragging: boolean) => void
}

interface Kind {
  /** The key of the dragged id in a drag's data: columns are not dropped among cards. */
  readonly key: 'cardId' | 'columnId'
  readonly edges: [Edge, Edge]
  readonly drop: (view: BoardView, dragged: VertexId, id: VertexId, hint: DropHint) => void
}

const CARD: Kind = {
  key: 'cardId',
  edges: ['top', 'bottom'],
  drop: (view, dragged, id, hint) => {
    const column = view.columnOf(id)
    if (column) view.moveCard(dragged, column.id, hint === 'before' ? { before: id } : { after: id })
  },
}

const COLUMN: Kind = {
  key: 'columnId',
  edges: ['left', 'right'],
  drop: (view, dragged, id, hint) => view.moveColumn(dragged, hint === 'before' ? { before: id } : { after: id }),
}

/** Makes a card draggable, and a place to drop others above or below. */
export function cardDrag(options: DragOptions): Attachment<HTMLElement> {
  return (element) => drag(CARD, options, element, element)
}

/** Makes a column draggable by its head, and a place to drop others left or right of. */
export function columnDrag(options: DragOptions): Attachment<HTMLElement> {
  return (element) => drag(COLUMN, options, element, element.querySelector('header') ?? element)
}

/** The room of a column around its cards: what is dropped there goes to the end. */
export function columnDrop(
  view: BoardView,
  columnId: VertexId,
  onOver: (isOver: boolean) => void,
): Attachment<HTMLElement> {
  return (element) =>
    dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data['cardId'] === 'string',
      onDrag: ({ location }) => onOver(location.current.dropTargets[0]?.element === element),
      onDragLeave: () => onOver(false),
      onDrop: ({ location, source }) => {
        onOver(false)
        const dragged = source.data['cardId']
        if (location.current.dropTargets[0]?.element !== element || typeof dragged !== 'string') return
        view.moveCard(dragged, columnId, 'end')
        void view.focus(dragged)
      },
    })
}

function drag(kind: Kind, options: DragOptions, element: HTMLElement, dragHandle: HTMLElement): () => void {
  const { view, id, onHint, onDragging } = options
  const hintOf = (data: Record<string | symbol, unknown>): DropHint | undefined => {
    const edge = extractClosestEdge(data)
    return edge === null ? undefined : edge === kind.edges[0] ? 'before' : 'after'
  }
  return combine(
    draggable({
      element,
      dragHandle,
      canDrag: () => view.canEdit() && view.renamingId !== id,
      getInitialData: () => ({ [kind.key]: id }),
      onDragStart: () => onDragging(true),
      onDrop: () => onDragging(false),
    }),
    dropTargetForElements({
      element,
      canDrop: ({ source }) => typeof source.data[kind.key] === 'string' && source.data[kind.key] !== id,
      getData: ({ input }) => attachClosestEdge({}, { element, input, allowedEdges: kind.edges }),
      onDrag: ({ self }) => onHint(hintOf(self.data)),
      onDragLeave: () => onHint(undefined),
      onDrop: ({ self, source }) => {
        onHint(undefined)
        const hint = hintOf(self.data)
        const dragged = source.data[kind.key]
        if (!hint || typeof dragged !== 'string') return
        kind.drop(view, dragged, id, hint)
        void view.focus(dragged)
      },
    }),
  )
}
