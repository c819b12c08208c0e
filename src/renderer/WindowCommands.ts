import type { MenuCommand } from '../bridge/contract'
import { isHistoryCommand, windowCommand } from './state/windowKeys'
import type { WindowState } from './state/WindowState.svelte'
import type { Workspace } from './state/Workspace.svelte'

type Run = Readonly<Partial<Record<MenuCommand, () => void>>>

/** The one way there is to undo in a plain text field; the rest of `execCommand` is out of use. */
const fieldHistory: { execCommand(command: 'undo' | 'redo'): boolean } = document

/** What the application menu and the window's own keys do: of them what needs no space, while none is open. */
export class WindowCommands {
  readonly #workspace: Workspace | undefined
  readonly #run: Run

  constructor(state: WindowState, workspace: Workspace | undefined) {
    this.#workspace = workspace
    this.#run = { ...this.#ofWindow(state), ...(workspace && ofWorkspace(state, workspace)) }
  }

  run(command: MenuCommand): void {
    this.#run[command]?.()
  }

  keydown(event: KeyboardEvent): void {
    const command = event.defaultPrevented ? undefined : windowCommand(event)
    if (!command || (isHistoryCommand(command) && isTextFocused())) return
    event.preventDefault()
    this.run(command)
  }

  #ofWindow({ dialogs }: WindowState): Run {
    return {
      'new-space': () => dialogs.open({ kind: 'new-space' }),
      'connect-server': () => dialogs.open({ kind: 'connect' }),
      'join-space': () => dialogs.open({ kind: 'join' }),
      'keyboard-shortcuts': () => dialogs.open({ kind: 'shortcuts' }),
      licenses: () => dialogs.open({ kind: 'licenses' }),
      undo: () => this.#undoOrRedo('undo'),
      redo: () => this.#undoOrRedo('redo'),
    }
  }

  /** Of the page's text, of a text field, or of what was done to entries: whichever has the keyboard. */
  #undoOrRedo(which: 'undo' | 'redo'): void {
    const { textHistory, actions } = this.#workspace ?? {}
    if (textHistory && isEditable(document.activeElement)) textHistory[which]()
    else if (isTextFocused()) fieldHistory.execCommand(which)
    else actions?.undoLatest(which, Boolean(document.activeElement?.closest('nav')))
  }
}

function ofWorkspace(state: WindowState, workspace: Workspace): Run {
  const { dialogs, sidebar } = state
  const { actions, navigation } = workspace
  return {
    'new-page': () => actions.newPage(actions.placeForNew),
    'new-board': () => actions.newBoard(actions.placeForNew),
    'new-folder': () => {
      sidebar.show()
      actions.newFolder(actions.placeForNew)
    },
    'export-space': () => dialogs.open({ kind: 'export' }),
    ...takingElsewhere(workspace),
    'import-folder': () => dialogs.open({ kind: 'import' }),
    'quick-open': () => dialogs.open({ kind: 'quick-open' }),
    search: () => dialogs.open({ kind: 'search' }),
    ...findingIn(state, workspace),
    'toggle-sidebar': () => sidebar.toggle(),
    rename: () => rename(state, workspace),
    duplicate: () => {
      if (navigation.entryId === undefined) return
      sidebar.show()
      void workspace.copying.duplicate(navigation.entryId)
    },
    'move-to-trash': () => {
      const { entryId } = navigation
      if (entryId !== undefined && workspace.live?.space.entries.isLive(entryId)) actions.trash([entryId])
    },
    'earlier-versions': () => {
      if (navigation.entryId !== undefined) actions.showVersions(navigation.entryId)
    },
    'show-trash': () => navigation.openTrash(),
    'space-settings': () => dialogs.open({ kind: 'settings' }),
    'sync-panel': () => dialogs.open({ kind: 'sync' }),
    'go-back': () => navigation.back(),
    'go-forward': () => navigation.forward(),
  }
}

function takingElsewhere({ clipboard, printing, navigation }: Workspace): Run {
  return {
    print: () => void printing.print(),
    'save-pdf': () => void printing.savePdf(),
    'copy-link': () => void clipboard.copyLink(navigation.entryId ?? null),
    'copy-markdown': () => void clipboard.copyMarkdown(navigation.entryId),
  }
}

/** In what is open; where that has no words, in pages. */
function findingIn({ dialogs }: WindowState, { finding }: Workspace): Run {
  const find = (replaces: boolean) => (): void => {
    if (dialogs.current) return
    if (finding.here) finding.here.find(replaces)
    else dialogs.open({ kind: 'search' })
  }
  const step = (direction: 1 | -1) => (): void => {
    if (!dialogs.current) finding.here?.step(direction)
  }
  return { find: find(false), replace: find(true), 'find-next': step(1), 'find-previous': step(-1) }
}

/** In its title; what has none is renamed in the sidebar. */
function rename({ dialogs, sidebar }: WindowState, workspace: Workspace): void {
  if (dialogs.current) return
  const title = document.querySelector<HTMLElement>('[data-page-title]')
  const { live, navigation } = workspace
  if (title) title.focus()
  else if (navigation.entryId !== undefined && live?.space.entries.isLive(navigation.entryId)) {
    sidebar.show()
    workspace.renamingId = navigation.entryId
  }
}

function isTextFocused(): boolean {
  const focused = document.activeElement
  return focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement || isEditable(focused)
}

function isEditable(element: Element | null): boolean {
  return element instanceof HTMLElement && element.isContentEditable
}
