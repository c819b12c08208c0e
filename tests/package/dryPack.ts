import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { NtExecutable, NtExecutableResource, Resource } from 'resedit'
import { electronBuild } from '../../scripts/packaging/packApp'
import { releaseConfiguration } from '../../scripts/packaging/releaseConfiguration'

const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }
const plist = (name: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string></dict></plist>
`
const helpers = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'].map((kind) => `Electron Helper${kind}`)

export interface DryPack {
  /** What would be packaged, but for Electron. */
  readonly app: string
  readonly resources: string
  remove(): void
}

/**
 * The release of a system that cannot be made here, without Electron: electron-builder puts the app together around files
 * that only have the names of Electron's. Fuses, signatures and installers need the real ones and are left out.
 */
export async function dryPack(system: 'linux' | 'win' | 'mac', arch: string): Promise<DryPack> {
  const folder = mkdtempSync(path.join(tmpdir(), 'grove-dry-'))
  const { electronFuses: _fuses, ...release } = releaseConfiguration({})
  layOut(path.join(folder, 'electron'), system)
  await electronBuild(
    {
      ...release,
      electronDist: path.join(folder, 'electron'),
      directories: { ...release.directories, output: path.join(folder, 'out') },
      mac: { ...release.mac, identity: null },
    },
    system,
    { kind: 'dir', arch },
  )
  const places = { linux: 'linux', win: 'win', mac: 'mac' }
  const suffix = arch === 'x64' ? '' : `-${arch}`
  const app = path.join(
    folder,
    'out',
    `${places[system]}${suffix}${system === 'mac' ? '/Grove.app/Contents' : '-unpacked'}`,
  )
  return {
    app,
    resources: path.join(app, system === 'mac' ? 'Resources' : 'resources'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function layOut(folder: string, system: 'linux' | 'win' | 'mac'): void {
  const write = (file: string, content: string | Buffer): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    writeFileSync(path.join(folder, file), content)
  }
  // What the hooks of packaging look for.
  const binary = `Electron/${version}`
  if (system === 'mac') {
    const contents = 'Electron.app/Contents'
    write(`${contents}/Info.plist`, plist('Electron'))
    write(`${contents}/MacOS/Electron`, '')
    write(`${contents}/Frameworks/Electron Framework.framework/Electron Framework`, binary)
    for (const name of ['en.lproj', 'de.lproj']) {
      write(`${contents}/Resources/${name}/locale.pak`, '')
      write(`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/${name}/locale.pak`, '')
    }
    for (const name of helpers) {
      write(`${contents}/Frameworks/${name}.app/Contents/Info.plist`, plist(name))
      write(`${contents}/Frameworks/${name}.app/Contents/MacOS/${name}`, '')
    }
    return
  }
  if (system === 'win') write('electron.exe', Buffer.concat([emptyProgram(), Buffer.from(binary)]))
  else write('electron', binary)
  for (const name of ['en-US', 'de']) write(`locales/${name}.pak`, '')
  mkdirSync(path.join(folder, 'resources'))
}

/** A Windows program that does nothing and says that it is Electron: enough to be given an icon and a name. */
function emptyProgram(): Buffer {
  const program = NtExecutable.createEmpty(false, false)
  const resources = NtExecutableResource.from(program)
  const about = Resource.VersionInfo.createEmpty()
  about.setStringValues({ lang: 1033, codepage: 1200 }, { ProductName: 'Electron' })
  about.outputToResourceEntries(resources.entries)
  resources.outputResource(program)
  return Buffer.from(program.generate())
}
