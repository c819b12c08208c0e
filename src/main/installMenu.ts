import { app, Menu } from 'electron'
import { menuTemplate, type MenuActions } from './menuTemplate'
import type { Settings } from '../home/Settings'

/** Puts the application menu in place and keeps its marks in step with the settings. */
export function installMenu(settings: Settings, actions: MenuActions): void {
  const build = (): void => {
    const situation = { platform: process.platform, isDevelopment: !app.isPackaged, settings: settings.value.current }
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(situation, actions)))
  }
  build()
  settings.value.subscribe(build)
}
