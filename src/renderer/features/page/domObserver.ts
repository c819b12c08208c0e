import type { EditorView } from '@tiptap/pm/view'

/** What prosemirror-view reads the DOM with; its types leave it out. */
interface DomObserver {
  /** Does what it does on `selectionchange`. */
  flush(): void
  /** Until `start`, what happens to the DOM is no typing. What was typed before is not lost. */
  stop(): void
  start(): void
}

export function domObserver(view: EditorView): DomObserver {
  return (view as unknown as { readonly domObserver: DomObserver }).domObserver
}
