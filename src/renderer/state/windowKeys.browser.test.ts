import { describe, expect, it } from 'vitest'
import { windowCommand } from './windowKeys'

function pressed(key: string, held: KeyboardEventInit): KeyboardEvent {
  return new KeyboardEvent('keydown', { key, ...held })
}

describe('the keys of a window', () => {
  it.each([
    ['Win32', 'ctrlKey', 'metaKey'],
    ['Linux x86_64', 'ctrlKey', 'metaKey'],
    ['MacIntel', 'metaKey', 'ctrlKey'],
  ] as const)('[UI249] on %s are held with %s, never with %s', (platform, mod, other) => {
    expect(windowCommand(pressed('k', { [mod]: true }), platform)).toBe('quick-open')
    expect(windowCommand(pressed('N', { [mod]: true, shiftKey: true }), platform)).toBe('new-folder')
    expect(windowCommand(pressed('k', { [other]: true }), platform)).toBeUndefined()
    expect(windowCommand(pressed('k', {}), platform)).toBeUndefined()
  })
})
