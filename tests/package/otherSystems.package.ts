import { readFileSync } from 'node:fs'
import path from 'node:path'
import { extractFile, listPackage } from '@electron/asar'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { afterEach, describe, expect, it } from 'vitest'
import { weaknessesOf } from '../../scripts/packaging/weaknessesOf'
import { dryPack, type DryPack } from './dryPack'

describe('a release for another system, put together without its Electron', () => {
  let pack: DryPack | undefined
  afterEach(() => pack?.remove())

  it.each([
    ['win', 'x64', ['win32-x64']],
    ['win', 'arm64', ['win32-arm64']],
    ['mac', 'x64', ['darwin-arm64', 'darwin-x64']],
    ['linux', 'arm64', ['linux-arm64']],
  ] as const)('[PK6] has for %s %s what runs there and nothing else', async (system, arch, addons) => {
    pack = await dryPack(system, arch)
    expect(await weaknessesOf({ resources: pack.resources, binary: undefined, addons })).toEqual([])
    const about = extractFile(path.join(pack.resources, 'app.asar'), 'package.json').toString()
    expect(JSON.parse(about)).toMatchObject({ name: 'grove', productName: 'Grove', desktopName: 'grove.desktop' })
  })

  it('[PK6] has on macOS two halves with the same files, as joining them demands', async () => {
    const files = (dry: DryPack): readonly string[] =>
      listPackage(path.join(dry.resources, 'app.asar'), { isPack: false })
    pack = await dryPack('mac', 'x64')
    const intel = files(pack)
    pack.remove()
    pack = await dryPack('mac', 'arm64')
    expect(files(pack)).toEqual(intel)
  })

  it('[PK6] says on macOS what it opens, and what its archive must be', async () => {
    pack = await dryPack('mac', 'arm64')
    const plist = readFileSync(path.join(pack.app, 'Info.plist'), 'utf8')
    expect(plist).toContain('<string>org.example.grove</string>')
    expect(plist).toMatch(/<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>grove<\/string>/)
    expect(plist).toMatch(/<key>LSMinimumSystemVersion<\/key>\s*<string>12\.0<\/string>/)
    expect(plist).toMatch(/<key>ElectronAsarIntegrity<\/key>\s*<dict>\s*<key>Resources\/app\.asar<\/key>/)
  })

  it('[PK6] has on Windows a name, an icon, and what its archive must be', async () => {
    pack = await dryPack('win', 'x64')
    const program = NtExecutable.from(readFileSync(path.join(pack.app, 'Grove.exe')), { ignoreCert: true })
    const { entries } = NtExecutableResource.from(program)
    const [about] = Resource.VersionInfo.fromEntries(entries)
    expect(about?.getStringValues({ lang: 1033, codepage: 1200 })).toMatchObject({ ProductName: 'Grove' })
    expect(Resource.IconGroupEntry.fromEntries(entries)[0]?.icons).toHaveLength(7)
    const integrity = entries.find(({ type }) => type === 'INTEGRITY')
    expect(Buffer.from(integrity?.bin ?? new ArrayBuffer(0)).toString()).toContain('"resources\\\\app.asar"')
  })
})
