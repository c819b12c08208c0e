import { describe, expect, it } from 'vitest'
import { updateWay, type Installation } from './updateWay'

const linux: Installation = {
  platform: 'linux',
  isPackaged: true,
  hasFeed: true,
  packageType: undefined,
  env: {},
  execPath: '/opt/Grove/grove',
}
const appImage = {
  env: { APPIMAGE: '/home/ada/Grove.AppImage', APPDIR: '/tmp/.mount_Grove1' },
  execPath: '/tmp/.mount_Grove1/grove',
}

describe('updateWay', () => {
  it.each<[string, Partial<Installation>]>([
    ['an AppImage', appImage],
    ['Windows', { platform: 'win32', execPath: 'C:\\Grove\\Grove.exe' }],
    ['macOS', { platform: 'darwin' }],
  ])('[UP14] %s updates itself', (_what, installation) => {
    expect(updateWay({ ...linux, ...installation })).toEqual({ kind: 'itself' })
  })

  it.each([
    ['deb', 'apt'],
    ['rpm', 'dnf'],
    ['pacman', 'pacman'],
  ])('[UP14] a %s is told to use %s', (packageType, manager) => {
    const way = updateWay({ ...linux, packageType })
    expect(way.kind === 'package-manager' && way.command).toMatch(new RegExp(`^sudo ${manager} .*grove$`))
    // Also when an AppImage of something else has started it.
    expect(updateWay({ ...linux, ...appImage, packageType }).kind).toBe('package-manager')
  })

  it.each<[string, Partial<Installation>, RegExp]>([
    ['built from source', { isPackaged: false }, /built from its source/],
    ['unpacked by hand', {}, /does not update itself/],
    ['started by another AppImage', { ...appImage, execPath: '/home/ada/grove/grove' }, /does not update itself/],
    ['made without a feed', { ...appImage, hasFeed: false }, /made without an update server/],
  ])('[UP14] one that was %s says that it does not', (_what, installation, reason) => {
    const way = updateWay({ ...linux, ...installation })
    expect(way.kind === 'not' && way.reason).toMatch(reason)
  })
})
