import { describe, expect, it } from 'vitest'
import { usualDataFolder } from './usualDataFolder'

describe('usualDataFolder', () => {
  it('[CL1] is the desktop app’s own', () => {
    expect(usualDataFolder('linux', {}, '/home/ada')).toBe('/home/ada/.config/Grove')
    expect(usualDataFolder('linux', { XDG_CONFIG_HOME: '/conf' }, '/home/ada')).toBe('/conf/Grove')
    expect(usualDataFolder('darwin', {}, '/Users/ada')).toBe('/Users/ada/Library/Application Support/Grove')
    expect(usualDataFolder('win32', { APPDATA: 'C:\\Roaming' }, 'C:\\ada')).toBe('C:\\Roaming\\Grove')
  })
})
