const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Delete: '⌫' }
const ARROWS: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' }

/** `Mod+Shift+K` as this platform writes it: `⇧⌘K` on a Mac, `Ctrl+Shift+K` elsewhere. */
export function keyNames(keys: string, platform: string): string {
  const mac = isMac(platform)
  const names = keys.split('+').map((key) => ARROWS[key] ?? (mac ? (MAC[key] ?? key) : key === 'Mod' ? 'Ctrl' : key))
  return names.join(mac ? '' : '+')
}

/** By `navigator.platform`. */
export function isMac(platform: string): boolean {
  return platform.startsWith('Mac')
}
