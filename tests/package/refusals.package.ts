import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Configuration } from 'electron-builder'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { electronBuild } from '../../scripts/packaging/packApp'
import { releaseConfiguration } from '../../scripts/packaging/releaseConfiguration'

/** The stand-in for Electron, where test builds are made of it. */
const standIn = path.dirname(process.env['GROVE_ELECTRON_PATH'] ?? '')
const { version: pinned } = JSON.parse(readFileSync('node_modules/electron/package.json', 'utf8')) as {
  version: string
}
const hooks = 'scripts/packaging/standIn.mjs'

describe('a release', () => {
  let folder: string
  let output: string
  let runtime: string
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'grove-refused-'))
    output = path.join(folder, 'out')
    runtime = existsSync(path.join(standIn, 'electron.sh')) ? standIn : likeStandIn(path.join(folder, 'electron'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  /** A release configuration with something smuggled in. */
  const tryRelease = (smuggled: Configuration): Promise<readonly string[]> => {
    const release = releaseConfiguration({})
    return electronBuild({ ...release, directories: { ...release.directories, output }, ...smuggled }, 'linux', {
      kind: 'dir',
      arch: 'x64',
    })
  }
  const packed = (): boolean => existsSync(path.join(output, 'linux-unpacked'))

  it('[PK1] is refused on another Electron that is called by its version', async () => {
    await expect(tryRelease({ electronDist: runtime, electronVersion: '25.1.1' })).rejects.toThrow(
      `would package Electron 25.1.1, and ${pinned} is pinned`,
    )
    expect(packed()).toBe(false)
  })

  it('[PK1] is refused on another Electron that is called the pinned one, and removed', async () => {
    // Only what looks into the binary can tell.
    const stripped = { afterExtract: hooks }
    await expect(tryRelease({ electronDist: runtime, electronVersion: pinned, ...stripped })).rejects.toThrow(
      `is not Electron ${pinned}, which is pinned`,
    )
    expect(packed()).toBe(false)
  })

  it('[PK17] is refused with anything in its configuration that electron-builder does not know', async () => {
    const misspelt = { electronFuse: { runAsNode: true } } as unknown as Configuration
    await expect(tryRelease(misspelt)).rejects.toThrow("unknown property 'electronFuse'")
  })

  it('[PK1] is refused with the hooks of test builds', async () => {
    const smuggled = {
      electronDist: runtime,
      electronVersion: '25.1.1',
      beforePack: hooks,
      afterExtract: hooks,
      afterPack: hooks,
    }
    await expect(tryRelease(smuggled)).rejects.toThrow('is not marked as a test build')
    expect(packed()).toBe(false)
  })
})

/** Where the pinned Electron is at hand and the stand-in is not: its files, as far as packaging looks at them. */
function likeStandIn(folder: string): string {
  for (const name of ['resources/default_app.asar', 'locales']) mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, 'electron'), 'Electron/25.1.1')
  for (const name of ['electron.sh', 'locales/en-US.pak']) writeFileSync(path.join(folder, name), '')
  return folder
}
