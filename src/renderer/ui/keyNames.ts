const MAC: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Delete: '⌫' }
const ARROWS: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' }

/** `Mod+Shift+K` as this platform writes it: `⇧⌘K` on a Mac, `Ctrl+Shift+K` elsewhere. */
export function keyNames(keys: string, platform: string): string {
  const isMac = platform.startsWith('Mac')
  const names = keys.split('+').map((key) => ARROWS[key] ?? (isMac ? (MAC[key] ?? key) : key === 'Mod' ? 'Ctrl' : key))
  return names.join(isMac ? '' : '+')
}
