import { clipboard, Menu, session } from 'electron'
import { contextMenuTemplate } from './contextMenuTemplate'
import type { GroveWindow } from './GroveWindow'
import type { Settings } from '../home/Settings'

/** Spell checking follows the setting in all windows at once. */
export function followSpellCheck(settings: Settings): void {
  const apply = (): void => session.defaultSession.setSpellCheckerEnabled(settings.value.current.spellCheck)
  apply()
  settings.value.subscribe(apply)
}

/** Right click in text: corrections, clipboard, links. What the page offers itself (its own menus) it prevents first. */
export function addContextMenu({ browserWindow }: GroveWindow): void {
  const { webContents } = browserWindow
  webContents.on('context-menu', (_event, params) => {
    const template = contextMenuTemplate(params, {
      replaceMisspelling: (word) => webContents.replaceMisspelling(word),
      addToDictionary: (word) => void webContents.session.addWordToSpellCheckerDictionary(word),
      copyText: (text) => void clipboard.writeText(text),
    })
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window: browserWindow })
  })
}
