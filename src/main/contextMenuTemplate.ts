import type { MenuItemConstructorOptions } from 'electron'

/** What was under the pointer: the part of Electron's parameters that decides the menu. */
export interface PointedAt {
  readonly isEditable: boolean
  readonly selectionText: string
  readonly linkURL: string
  readonly misspelledWord: string
  readonly dictionarySuggestions: readonly string[]
  readonly editFlags: { readonly canCut: boolean; readonly canCopy: boolean; readonly canPaste: boolean }
}

export interface TextActions {
  readonly replaceMisspelling: (word: string) => void
  readonly addToDictionary: (word: string) => void
  readonly copyText: (text: string) => void
}

/** The menu of a right click in text; empty where there is nothing to offer. */
export function contextMenuTemplate(at: PointedAt, actions: TextActions): MenuItemConstructorOptions[] {
  const groups = [spelling(at, actions), link(at, actions), clipboard(at)].filter((group) => group.length > 0)
  return groups.flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' as const }, ...group]))
}

function spelling(at: PointedAt, actions: TextActions): MenuItemConstructorOptions[] {
  if (!at.isEditable || at.misspelledWord === '') return []
  const suggestions = at.dictionarySuggestions.slice(0, 5).map((word) => ({
    label: word,
    click: () => actions.replaceMisspelling(word),
  }))
  return [
    ...(suggestions.length > 0 ? suggestions : [{ label: 'No Suggestions', enabled: false }]),
    { label: 'Add to Dictionary', click: () => actions.addToDictionary(at.misspelledWord) },
  ]
}

function link(at: PointedAt, actions: TextActions): MenuItemConstructorOptions[] {
  if (!/^(https?|mailto):/i.test(at.linkURL)) return []
  return [{ label: 'Copy Link', click: () => actions.copyText(at.linkURL) }]
}

function clipboard({ isEditable, selectionText, editFlags }: PointedAt): MenuItemConstructorOptions[] {
  if (isEditable) {
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { role: 'pasteAndMatchStyle', enabled: editFlags.canPaste },
    ]
  }
  return selectionText.trim() === '' ? [] : [{ role: 'copy', enabled: editFlags.canCopy }]
}
