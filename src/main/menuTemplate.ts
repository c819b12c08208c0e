import type { MenuItemConstructorOptions } from 'electron'
import type { AppSettings, MenuCommand } from '../bridge/contract'

export interface MenuActions {
  /** In the window that has the focus. */
  readonly command: (command: MenuCommand) => void
  readonly newWindow: () => void
  readonly changeSettings: (changes: Partial<AppSettings>) => void
  readonly showDataFolder: () => void
  readonly showDiagnostics: () => void
  readonly checkForUpdates: () => void
  readonly about: () => void
}

export interface MenuSituation {
  readonly platform: NodeJS.Platform
  readonly isDevelopment: boolean
  readonly settings: Pick<AppSettings, 'theme' | 'spellCheck'>
}

/** The application menu as each platform's people expect it. */
export function menuTemplate(situation: MenuSituation, actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = situation.platform === 'darwin'
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    ...(accelerator !== undefined && { accelerator }),
    click: () => actions.command(command),
  })
  const about: MenuItemConstructorOptions = isMac ? { role: 'about' } : { label: 'About Grove', click: actions.about }
  const updates: MenuItemConstructorOptions = { label: 'Check for Updates…', click: actions.checkForUpdates }
  return [
    ...(isMac ? [macAppMenu(about, updates)] : []),
    {
      label: '&File',
      submenu: [
        item('New Page', 'new-page', 'CmdOrCtrl+N'),
        item('New Board', 'new-board', 'CmdOrCtrl+Alt+B'),
        item('New Folder', 'new-folder', 'CmdOrCtrl+Shift+N'),
        item('New Space…', 'new-space'),
        { label: 'New Window', accelerator: 'CmdOrCtrl+Alt+N', click: actions.newWindow },
        { type: 'separator' },
        item('Go to Page…', 'quick-open', 'CmdOrCtrl+K'),
        item('Search in Pages…', 'search', 'CmdOrCtrl+Shift+F'),
        item('Import Folder…', 'import-folder'),
        item('Export Space…', 'export-space'),
        item('Save as PDF…', 'save-pdf'),
        item('Print…', 'print', 'CmdOrCtrl+P'),
        { type: 'separator' },
        item('Connect to a Server…', 'connect-server'),
        item('Join a Space by Link…', 'join-space'),
        { type: 'separator' },
        item('Space Settings…', 'space-settings', 'CmdOrCtrl+,'),
        { type: 'separator' },
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    {
      label: '&Edit',
      submenu: [
        // Not Electron's roles: those act on the page's own undo, which knows nothing of the editor's or the sidebar's.
        item('Undo', 'undo', 'CmdOrCtrl+Z'),
        item('Redo', 'redo', isMac ? 'Cmd+Shift+Z' : 'Ctrl+Y'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'pasteAndMatchStyle' },
        { role: 'selectAll' },
        item('Copy Link', 'copy-link', 'CmdOrCtrl+Shift+C'),
        item('Copy as Markdown', 'copy-markdown'),
        { type: 'separator' },
        item('Find…', 'find', 'CmdOrCtrl+F'),
        item('Find Next', 'find-next', 'CmdOrCtrl+G'),
        item('Find Previous', 'find-previous', 'CmdOrCtrl+Shift+G'),
        item('Replace…', 'replace', 'CmdOrCtrl+Alt+F'),
        { type: 'separator' },
        // F2 and Delete belong to the list that has the focus; a menu shortcut would take Delete from the editor.
        item('Rename', 'rename'),
        item('Duplicate', 'duplicate', 'CmdOrCtrl+D'),
        item('Move to Trash', 'move-to-trash'),
        item('Earlier Versions…', 'earlier-versions'),
        { type: 'separator' },
        {
          label: 'Check Spelling While Typing',
          type: 'checkbox',
          checked: situation.settings.spellCheck,
          click: ({ checked }) => actions.changeSettings({ spellCheck: checked }),
        },
      ],
    },
    viewMenu(situation, actions, item),
    { label: '&Go', submenu: goMenu(isMac, item) },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      submenu: [
        item('Keyboard Shortcuts', 'keyboard-shortcuts', 'CmdOrCtrl+/'),
        { label: 'Show Data Folder', click: actions.showDataFolder },
        { label: 'Diagnostics…', click: actions.showDiagnostics },
        item('Licences', 'licenses'),
        ...(isMac ? [] : [{ type: 'separator' } as const, updates, about]),
      ],
    },
  ]
}

type MakeItem = (label: string, command: MenuCommand, accelerator?: string) => MenuItemConstructorOptions

function macAppMenu(
  about: MenuItemConstructorOptions,
  updates: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      about,
      updates,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  }
}

function viewMenu(situation: MenuSituation, actions: MenuActions, item: MakeItem): MenuItemConstructorOptions {
  const theme = (label: string, value: AppSettings['theme']): MenuItemConstructorOptions => ({
    label,
    type: 'radio',
    checked: situation.settings.theme === value,
    click: () => actions.changeSettings({ theme: value }),
  })
  return {
    label: '&View',
    submenu: [
      item('Toggle Sidebar', 'toggle-sidebar', 'CmdOrCtrl+\\'),
      item('Sync Panel', 'sync-panel', 'CmdOrCtrl+Shift+U'),
      item('Trash', 'show-trash'),
      { type: 'separator' },
      { label: 'Theme', submenu: [theme('As the System', 'system'), theme('Light', 'light'), theme('Dark', 'dark')] },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(situation.isDevelopment
        ? [{ type: 'separator' } as const, { role: 'reload' } as const, { role: 'toggleDevTools' } as const]
        : []),
    ],
  }
}

function goMenu(isMac: boolean, item: MakeItem): MenuItemConstructorOptions[] {
  return [
    item('Back', 'go-back', isMac ? 'Cmd+[' : 'Alt+Left'),
    item('Forward', 'go-forward', isMac ? 'Cmd+]' : 'Alt+Right'),
  ]
}
