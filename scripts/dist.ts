import { readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { findElectron } from './electron/findElectron'
import { endWith } from './endWith'
import { Children } from './machine/Children'
import { checkPacks } from './packaging/checkPacks'
import { packApp, type System } from './packaging/packApp'
import { projectRoot } from './projectRoot'
import { reportFailure } from './reportFailure'

const usage = `npm run dist -- [options]   makes installers of this tree in dist/test, marked as test builds

  --linux, --win, --mac   the system they are for (default: this one)
  --release               a release, in dist: every kind of package for the system, on the pinned Electron alone
  --dir                   the app as a folder, without a package
  --arch x64|arm64|...    the processor of a test build (default: this machine's)
  --version 1.2.3         instead of package.json's
  --built                 take what is built already`

const ownSystem: Readonly<Record<string, System>> = { linux: 'linux', win32: 'win', darwin: 'mac' }
/** What a test build is made of; a release has all that electron-builder.yml names. */
const testKind: Readonly<Record<System, string>> = { linux: 'deb', win: 'nsis', mac: 'zip' }

/** `npm run dist`: installers for people, or for trying them out. Only `--release` makes what people may get. */
async function dist(): Promise<number> {
  const { values } = parseArgs({
    options: {
      linux: { type: 'boolean', default: false },
      win: { type: 'boolean', default: false },
      mac: { type: 'boolean', default: false },
      release: { type: 'boolean', default: false },
      dir: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      arch: { type: 'string', default: process.arch },
      version: { type: 'string' },
    },
  })
  if (values.help) {
    console.log(usage)
    return 0
  }
  const named = (['linux', 'win', 'mac'] as const).filter((system) => values[system])
  const system = named[0] ?? ownSystem[process.platform]
  if (system === undefined || named.length > 1) throw new Error(`One system at a time.\n\n${usage}`)

  const test = values.release ? undefined : await findElectron(console.log)
  if (!values.built && (await buildApp()) !== 0) return 1
  const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string }
  const kind = values.dir ? 'dir' : test && testKind[system]
  const output = path.join(projectRoot, test ? 'dist/test' : 'dist')
  // What is left of an earlier run would be taken for this one's.
  rmSync(output, { recursive: true, force: true })
  const only = kind === undefined ? undefined : { kind, arch: values.arch }
  const environment = withoutEmpty(process.env)
  const order = { system, only, version: values.version ?? version, test, environment }
  const files = await packApp(order).catch((reason: unknown) => {
    if (test || !isUnreachable(reason)) throw reason
    console.error('No release: Electron, or a program that packages it, could not be downloaded (see above).')
    return undefined
  })
  if (files === undefined) return 1
  await checkPacks(output, {
    program: test ? 'grove-test' : 'grove',
    product: test ? 'Grove Test' : 'Grove',
    lacks: test?.isFallback ? ['GrantFileProtocolExtraPrivileges'] : [],
  })
  for (const file of files) console.log(file)
  const runtime = test?.isFallback ? ' on a stand-in for Electron' : ''
  if (test) console.log(`A test build${runtime}: not for people. See docs/releasing.md.`)
  return 0
}

function isUnreachable(reason: unknown): boolean {
  const { code } = reason as { readonly code?: string }
  return ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'].includes(code ?? '')
}

/** A secret that a workflow does not have arrives as an empty text, and would be taken for a certificate. */
function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  for (const name of Object.keys(environment)) {
    if (/^(WIN_)?CSC_|^APPLE_/.test(name) && environment[name] === '') Reflect.deleteProperty(environment, name)
  }
  return environment
}

function buildApp(): Promise<number> {
  const electronVite = path.join(projectRoot, 'node_modules/electron-vite/bin/electron-vite.js')
  return new Children().run(process.execPath, [electronVite, 'build', '--logLevel', 'warn'], { cwd: projectRoot })
}

dist().then(endWith, reportFailure)
