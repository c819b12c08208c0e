type Shortcut = readonly [what: string, keys: string]

interface ShortcutGroup {
  readonly name: string
  readonly keys: readonly Shortcut[]
}

/** What the dialog of shortcuts lists. `newPage`: the keys that make one here. */
export const shortcutsWith = (newPage: string): readonly ShortcutGroup[] => [
  {
    name: 'Anywhere',
    keys: [
      ['Find or create', 'Mod+K'],
      ['Search in pages', 'Mod+Shift+F'],
      ['New page', newPage],
      ['New board', 'Mod+Alt+B'],
      ['New folder', newPage.replace('+N', '+Shift+N')],
      ['Back', 'Mod+['],
      ['Forward', 'Mod+]'],
      ['Show or hide the sidebar', 'Mod+\\'],
      ['Where this space is kept', 'Mod+Shift+U'],
      ['Print', 'Mod+P'],
      ['Copy the link to what is open', 'Mod+Shift+C'],
      ['Settings', 'Mod+,'],
      ['Duplicate', 'Mod+D'],
      ['Undo', 'Mod+Z'],
      ['Redo', 'Mod+Shift+Z'],
    ],
  },
  {
    name: 'Board',
    keys: [
      ['Open a card', 'Enter'],
      ['Add a card', 'N'],
      ['Rename', 'F2'],
      ['Delete', 'Delete'],
      ['Move up', 'Mod+Up'],
      ['Move down', 'Mod+Down'],
      ['Move left', 'Mod+Left'],
      ['Move right', 'Mod+Right'],
    ],
  },
  {
    name: 'Sidebar',
    keys: [
      ['Open', 'Enter'],
      ['Open or close a row', 'Space'],
      ['Rename', 'F2'],
      ['Move to trash', 'Delete'],
      ['Move up', 'Mod+Up'],
      ['Move down', 'Mod+Down'],
      ['Move out', 'Mod+Left'],
      ['Move into the one above', 'Mod+Right'],
      ['Select more', 'Shift+Down'],
      ['Select all beside it', 'Mod+A'],
      ['Give up the selection', 'Escape'],
    ],
  },
  {
    name: 'Page',
    keys: [
      ['Find', 'Mod+F'],
      ['Find next', 'Mod+G'],
      ['Replace', 'Mod+Alt+F'],
      ['Blocks', '/'],
      ['Link to a page', '[['],
      ['Bold', 'Mod+B'],
      ['Italic', 'Mod+I'],
      ['Strikethrough', 'Mod+Shift+S'],
      ['Code', 'Mod+E'],
      ['Heading', 'Mod+Alt+1'],
      ['Numbered list', 'Mod+Shift+7'],
      ['Bulleted list', 'Mod+Shift+8'],
      ['Task list', 'Mod+Shift+9'],
    ],
  },
]
