import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { afterPack, beforePack } from './pinnedElectron.mjs'

const { version: pinned } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as {
  version: string
}
const hook = 'scripts/packaging/pinnedElectron.mjs'

describe('the Electron of a package', () => {
  let appOutDir: string

  beforeEach(() => {
    appOutDir = mkdtempSync(path.join(tmpdir(), 'grove-package-'))
  })
  afterEach(() => {
    rmSync(appOutDir, { recursive: true, force: true })
  })

  function context(platform: string, declared: string): Parameters<typeof afterPack>[0] {
    const packager = { appInfo: { productFilename: 'Grove' }, info: { framework: { version: declared } } }
    const linux = platform === 'linux' ? { executableName: 'grove' } : {}
    return { appOutDir, electronPlatformName: platform, packager: { ...packager, ...linux } }
  }

  function pack(file: string, userAgent: string): void {
    mkdirSync(path.dirname(path.join(appOutDir, file)), { recursive: true })
    writeFileSync(path.join(appOutDir, file), `\0Chrome/1 ${userAgent} Safari\0`)
  }

  it('is the pinned one by what the configuration says', () => {
    expect(() => {
      beforePack(context('linux', '25.1.1'))
    }).toThrow(/Electron 25\.1\.1/)
    expect(() => {
      beforePack(context('linux', pinned))
    }).not.toThrow()
  })

  it.each([
    ['linux', 'grove'],
    ['win32', 'Grove.exe'],
    ['darwin', 'Grove.app/Contents/Frameworks/Electron Framework.framework/Electron Framework'],
  ])('is the pinned one by what its binary says, on %s', (platform, file) => {
    pack(file, `Electron/${pinned}`)
    expect(() => {
      afterPack(context(platform, pinned))
    }).not.toThrow()
    expect(existsSync(appOutDir)).toBe(true)

    pack(file, 'Electron/25.1.1')
    expect(() => {
      afterPack(context(platform, pinned))
    }).toThrow(/not Electron/)
    expect(existsSync(appOutDir)).toBe(false)
  })

  it('is checked by every configuration of electron-builder there is, and replaced by none', () => {
    const files = globSync('**/electron-builder*.{yml,yaml,json}', { exclude: ['node_modules/**', 'dist/**'] })
    expect(files).toContain('electron-builder.yml')
    for (const file of files) {
      const config = parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      expect(config, file).toMatchObject({ beforePack: hook, afterPack: hook })
      expect(Object.keys(config), file).not.toContain('electronDist')
      expect(Object.keys(config), file).not.toContain('electronVersion')
    }
    const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as object
    expect(packageJson).not.toHaveProperty('build')
  })
})
