import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { APPLICATION_ID } from '../../src/layers/sqlite/schema'
import { releaseConfiguration } from './releaseConfiguration'
import { standInConfiguration } from './standInConfiguration'
import { testConfiguration } from './testConfiguration'
import { updateFeed } from './updateFeed'
import { fusesOfPackages } from './weaknessesOf'

const release = releaseConfiguration({})

describe('the configuration of releases', () => {
  it('[PK3] sets every fuse', () => {
    const named = Object.entries(release.electronFuses ?? {}).map(([name, value]) => [
      name.toLowerCase(),
      value as unknown,
    ])
    const wanted = Object.entries(fusesOfPackages).map(([name, value]) => [name.toLowerCase(), value])
    expect(named.sort()).toEqual(wanted.sort())
  })

  it('[PK17] makes an installer for each processor of Windows, for one person, without rights to ask for', () => {
    expect(release.win?.target).toEqual([{ target: 'nsis', arch: ['x64', 'arm64'] }])
    expect(release.nsis).toMatchObject({
      oneClick: false,
      perMachine: false,
      buildUniversalInstaller: false,
      // An update empties the folder of the program: it must hold nothing else.
      allowToChangeInstallationDirectory: false,
      deleteAppDataOnUninstall: false,
    })
  })

  it('[PK17] makes one app for both processors of macOS, hardened, with one right, and notarised where there is an account', () => {
    expect(release.mac).toMatchObject({
      target: [
        { target: 'dmg', arch: ['universal'] },
        { target: 'zip', arch: ['universal'] },
      ],
      hardenedRuntime: true,
      notarize: true,
      entitlements: release.mac?.entitlementsInherit,
    })
    const rights = readFileSync(release.mac?.entitlements ?? '', 'utf8')
    expect([...rights.matchAll(/<key>(.+)<\/key>\s*<(\w+)\/>/g)].map((match) => [match[1], match[2]])).toEqual([
      ['com.apple.security.cs.allow-jit', 'true'],
    ])
  })

  it('[PK17] makes deb, rpm and AppImage for both processors of Linux', () => {
    const arch = ['x64', 'arm64']
    expect(release.linux?.target).toEqual(['deb', 'rpm', 'AppImage'].map((target) => ({ target, arch })))
    expect(release.protocols).toEqual({ name: 'Grove invitation', schemes: ['grove'] })
  })

  it('[PK13] knows spaces by what the database says of itself', () => {
    expect(readFileSync('build/linux/grove-mime.xml', 'utf8')).toContain(`value="0x${APPLICATION_ID.toString(16)}"`)
  })

  it('[PK14] says on Windows what stays behind, but not during an update', () => {
    const script = readFileSync(release.nsis?.include ?? '', 'utf8')
    expect(script).toMatch(
      /!macro customUnInstall\n\s+\$\{ifNot\} \$\{isUpdated\}\n\s+MessageBox .*\$APPDATA\\\$\{PRODUCT_NAME\}/,
    )
    expect(script).not.toMatch(/RMDir|Delete "/)
  })

  it('[PK18] has icons that were all drawn from the one drawing', () => {
    const hash = createHash('sha256').update(readFileSync('build/icon.svg')).digest('hex')
    expect(readFileSync('build/icon.sha256', 'utf8')).toBe(`${hash}  icon.svg\n`)
    for (const icon of [release.win?.icon, release.mac?.icon])
      expect(statSync(icon as string).size).toBeGreaterThan(10_000)
  })

  it('[PK17] names files that exist', () => {
    for (const file of [release.deb?.afterInstall, release.deb?.afterRemove, release.deb?.appArmorProfile]) {
      expect(existsSync(file ?? ''), file ?? '').toBe(true)
    }
    expect(release.rpm?.afterInstall).toBe(release.deb?.afterInstall)
    expect(release.rpm?.afterRemove).toBe(release.deb?.afterRemove)
  })
})

describe('the configuration of test builds', () => {
  const test = testConfiguration(release, '1.2.3')

  it('[PK2] has another name, identity, version and place than a release, and all else the same', () => {
    expect(test).toMatchObject({
      appId: 'org.example.grove.test',
      productName: 'Grove Test',
      extraMetadata: { name: 'grove-test', version: '1.2.3-test' },
      directories: { output: 'dist/test' },
      linux: { executableName: 'grove-test' },
    })
    const marked = ['appId', 'productName', 'extraMetadata', 'directories', 'linux', 'deb']
    for (const key of Object.keys(release) as (keyof typeof release)[]) {
      if (!marked.includes(key)) expect(test[key], key).toEqual(release[key])
    }
  })

  it('[PK2] gives up one fuse to the stand-in, which does not have it, and takes its own hooks', () => {
    const runtime = { path: '/e/electron.sh', binary: '/e/electron', version: '25.1.1', isFallback: true }
    const standIn = standInConfiguration(test, runtime)
    expect({ ...standIn.electronFuses, grantFileProtocolExtraPrivileges: false }).toEqual(release.electronFuses)
    const hooks = 'scripts/packaging/standIn.mjs'
    expect(standIn).toMatchObject({ electronDist: '/e', beforePack: hooks, afterExtract: hooks, afterPack: hooks })
  })
})

describe('where packages look for updates', () => {
  it('[PK8] is said by the environment, or nowhere', () => {
    expect(updateFeed({})).toBe(null)
    expect(updateFeed({ GROVE_UPDATES_URL: 'https://example.org/grove' })).toEqual({
      provider: 'generic',
      url: 'https://example.org/grove',
    })
    expect(updateFeed({ GROVE_UPDATES_REPOSITORY: 'someone/grove' })).toEqual({
      provider: 'github',
      owner: 'someone',
      repo: 'grove',
    })
    expect(() => updateFeed({ GROVE_UPDATES_REPOSITORY: 'grove' })).toThrow('no owner/name')
    expect(() => updateFeed({ GROVE_UPDATES_URL: 'grove' })).toThrow('Invalid URL')
  })
})
