import type { MenuCommand } from '../../bridge/contract'
import { isMac } from '../ui/keyNames'

/** Keys the window answers by itself, also where no application menu has them. `Mod` is Cmd on a Mac, and Ctrl elsewhere. */
const KEYS: Readonly<Record<string, MenuCommand>> = {
  'Mod+k': 'quick-open',
  'Mod+p': 'print',
  'Mod+Shift+c': 'copy-link',
  'Mod+Shift+f': 'search',
  'Mod+f': 'find',
  'Mod+Alt+f': 'replace',
  'Mod+g': 'find-next',
  'Mod+Shift+g': 'find-previous',
  'Mod+n': 'new-page',
  'Mod+Shift+n': 'new-folder',
  'Mod+Alt+n': 'new-page',
  'Mod+Alt+b': 'new-board',
  'Mod+Alt+Shift+n': 'new-folder',
  'Mod+\\': 'toggle-sidebar',
  'Mod+[': 'go-back',
  'Mod+]': 'go-forward',
  'Mod+,': 'space-settings',
  'Mod+Shift+u': 'sync-panel',
  'Mod+/': 'keyboard-shortcuts',
  'Mod+d': 'duplicate',
  'Mod+z': 'undo',
  'Mod+Shift+z': 'redo',
  'Mod+y': 'redo',
}

/** What these keys mean to the window. On a Mac, Ctrl and a letter are for the text: the line above, the end of the line. */
export function windowCommand(event: KeyboardEvent, platform = navigator.platform): MenuCommand | undefined {
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey
  if (event.key === 'F2' && !hasModifier && !event.shiftKey) return 'rename'
  if (event.key === 'F3' && !hasModifier) return event.shiftKey ? 'find-previous' : 'find-next'
  // With AltGr one writes letters.
  const hasMod = isMac(platform) ? event.metaKey : event.ctrlKey
  if (!hasMod || event.getModifierState('AltGraph')) return undefined
  // With Alt, a Mac's `key` is another letter.
  const key = (event.altKey ? event.code.replace('Key', '') : event.key).toLowerCase()
  return KEYS[`Mod+${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${key}`]
}

/** Text fields and the editor undo for themselves; all else is the window's, wherever the keyboard is. */
export function isHistoryCommand(command: MenuCommand): boolean {
  return command === 'undo' || command === 'redo'
}
