import { dropTargetForExternal } from '@atlaskit/pragmatic-drag-and-drop/external/adapter'
import { containsFiles } from '@atlaskit/pragmatic-drag-and-drop/external/file'
import type { Attachment } from 'svelte/attachments'
import { droppedFiles, type DroppedFiles } from './droppedFiles'

export interface FileDropOptions {
  /** Whether files over it would be taken by it, and not by something in it. */
  readonly onOver: (isOver: boolean) => void
  readonly onFiles: (dropped: DroppedFiles) => void
}

/** A place that takes files from the system. What lies in it and takes files too comes first. */
export function fileDrop({ onOver, onFiles }: FileDropOptions): Attachment<HTMLElement> {
  return (element) =>
    dropTargetForExternal({
      element,
      canDrop: containsFiles,
      onDropTargetChange: ({ location }) => onOver(location.current.dropTargets[0]?.element === element),
      onDrop: ({ location, source }) => {
        onOver(false)
        if (location.current.dropTargets[0]?.element === element) onFiles(droppedFiles(source.items))
      },
    })
}

/** Files dropped where nothing takes them are left alone: a browser would go to them, and away from Grove. */
export function refuseFiles(event: DragEvent): void {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
  event.preventDefault()
  event.dataTransfer.dropEffect = 'none'
}
