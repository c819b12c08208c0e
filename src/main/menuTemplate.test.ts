import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate, type MenuActions, type MenuSituation } from './menuTemplate'

const did: string[] = []
const actions: MenuActions = {
  command: (command) => did.push(command),
  newWindow: () => did.push('window'),
  changeSettings: (changes) => did.push(JSON.stringify(changes)),
  showDataFolder: () => did.push('folder'),
  showDiagnostics: () => did.push('diagnostics'),
  checkForUpdates: () => did.push('updates'),
  about: () => did.push('about'),
}
const situation: MenuSituation = {
  platform: 'linux',
  isDevelopment: false,
  settings: { theme: 'dark', spellCheck: true },
}

function everyItem(items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? everyItem(item.submenu) : [])])
}

describe('menuTemplate', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('[UI56] no shortcut stands for two things on %s', (platform) => {
    const items = everyItem(menuTemplate({ ...situation, platform }, actions))
    const shortcuts = items.flatMap((item) => item.accelerator ?? [])
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
    expect(shortcuts.filter((shortcut) => /Delete|Backspace|F2/.test(shortcut))).toEqual([])
  })

  it('[UI56] every item has an action, a role or items of its own', () => {
    const items = everyItem(menuTemplate(situation, actions)).filter((item) => item.type !== 'separator')
    expect(items.filter((item) => !item.click && !item.role && !item.submenu)).toEqual([])
  })

  it('[UI56] reloading and developer tools are for development only', () => {
    const roles = (isDevelopment: boolean): unknown[] =>
      everyItem(menuTemplate({ ...situation, isDevelopment }, actions)).map((item) => item.role)
    expect(roles(false)).not.toContain('reload')
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('reload')
  })

  it.each([
    ['linux', 'help'],
    ['win32', 'help'],
    ['darwin', 'appMenu'],
  ] as const)('[UP2] on %s updates are looked for in the %s menu', (platform, role) => {
    const menu = menuTemplate({ ...situation, platform }, actions).find((item) => item.role === role)
    const items = Array.isArray(menu?.submenu) ? menu.submenu : []
    expect(items.map(({ label }) => label)).toContain('Check for Updates…')
  })

  it('[UI56] undo goes to whatever has the focus, and the theme in use is marked', () => {
    const items = everyItem(menuTemplate(situation, actions))
    const undo = items.find((item) => item.label === 'Undo')
    undo?.click?.({} as never, undefined, {})
    expect(did).toEqual(['undo'])
    expect(items.filter((item) => item.type === 'radio' && item.checked).map((item) => item.label)).toEqual(['Dark'])
  })
})
