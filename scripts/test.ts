import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ElectronRuntime } from './electron/ElectronRuntime'
import { findElectron } from './electron/findElectron'
import { endWith } from './endWith'
import { Children } from './machine/Children'
import { findBrowser } from './machine/findBrowser'
import { findFirefox } from './machine/findFirefox'
import { MissingPart } from './machine/MissingPart'
import { openDisplay } from './machine/openDisplay'
import { makePackages } from './packaging/makePackages'
import { debianNeeds, packageNeeds } from './packaging/packageNeeds'
import { projectRoot } from './projectRoot'
import { readTally, type Tally } from './readTally'
import { reportFailure } from './reportFailure'

type Part = 'unit' | 'components' | 'build' | 'e2e' | 'firefox' | 'package' | 'packaged' | 'deb'
type Env = Readonly<Record<string, string>>

const headings: Readonly<Record<Part, string>> = {
  unit: 'Unit tests',
  components: 'Components, in a browser',
  build: 'Build',
  e2e: 'End to end, in the app',
  firefox: 'End to end, in Firefox',
  package: 'Packages',
  packaged: 'End to end, in the packaged app',
  deb: 'The Debian package, in a clean Debian',
}
/** What `npm test` leaves to commands of their own: they take long or need root. */
const onlyWhenAsked: readonly Part[] = ['packaged', 'deb']
/** What tests the app, and would test an old one without the build before it. */
const needsBuild: readonly Part[] = ['e2e', 'firefox', 'package', 'packaged', 'deb']
/** The end-to-end tests that `npm test` runs in the packaged app too; `npm run test:packaged` runs all of them. */
const packagedSample = ['workspace', 'security', 'twoWindows', 'storedFiles']
/** A package cannot be told where to look for updates; and what surrounds Electron is tested by starting it another way. */
const packagedAll = ['--exclude=tests/e2e/updates/**', '--exclude=tests/e2e/firstStart/surroundings.e2e.ts']
const modules = path.join(projectRoot, 'node_modules')
const inCI = process.env['CI'] === 'true'

/** `npm test`: every part in order, then one line that counts them all. A part that cannot run here says so. */
class TestRun {
  readonly #children = new Children()
  readonly #reports = mkdtempSync(path.join(tmpdir(), 'grove-tests-'))
  readonly #tallies: Tally[] = []
  readonly #notRun: string[] = []
  readonly #filters: readonly string[]
  #isBuilt = false

  /** @param filters what vitest takes to narrow a run: parts of file names, `-t` and a name */
  constructor(filters: readonly string[]) {
    this.#filters = filters
  }

  async run(parts: readonly Part[]): Promise<number> {
    try {
      for (const part of parts) {
        if (this.#children.interrupted) break
        heading(headings[part])
        await this.#runOrExplain(part)
      }
    } finally {
      rmSync(this.#reports, { recursive: true, force: true })
    }
    return this.#children.interrupted ? 130 : this.#conclude()
  }

  /** On a developer's machine a missing program leaves a part out, loudly. CI has no such excuse. */
  async #runOrExplain(part: Part): Promise<void> {
    try {
      if (part === 'unit') await this.#vitest('unit')
      else if (part === 'components') await this.#components()
      else if (part === 'build') await this.#build()
      else if (part === 'e2e') await this.#endToEnd()
      else if (part === 'firefox') await this.#firefox()
      else if (part === 'deb') await this.#debian()
      else await this.#packages(part)
    } catch (reason) {
      const isMissing = reason instanceof MissingPart
      console.error(isMissing ? reason.message : reason)
      if (isMissing && !inCI) this.#notRun.push(`${headings[part]}. ${reason.message}`)
      else this.#tallies.push({ passed: 0, failed: 1 })
    }
  }

  async #components(): Promise<void> {
    const browser = findBrowser()
    console.log(browser)
    await this.#vitest('components', { GROVE_BROWSER_PATH: browser })
  }

  async #build(): Promise<void> {
    const electronVite = path.join(modules, 'electron-vite/bin/electron-vite.js')
    const vite = path.join(modules, 'vite/bin/vite.js')
    const code =
      (await this.#node([electronVite, 'build', '--logLevel', 'warn'], {})) ||
      (await this.#node([vite, 'build', '--config', 'vite.web.config.ts', '--logLevel', 'warn'], {}))
    if (code !== 0) throw new Error('The app does not build.')
    this.#isBuilt = true
    console.log('Built into out/.')
  }

  #endToEnd(): Promise<void> {
    return this.#onDisplay(async (electron, env) => {
      await this.#vitest('e2e', { ...env, GROVE_ELECTRON_PATH: electron.path, GROVE_BROWSER_PATH: findBrowser() })
    })
  }

  async #firefox(): Promise<void> {
    if (process.platform !== 'linux') {
      this.#notRun.push(`${headings.firefox}. It is driven on Linux.`)
      return
    }
    this.#mustBeBuilt()
    await this.#vitest('firefox', { GROVE_FIREFOX_PATH: findFirefox() })
  }

  async #packages(part: Part): Promise<void> {
    if (process.platform !== 'linux' || process.arch !== 'x64') {
      this.#notRun.push(`${headings[part]}. They are made and looked at on Linux x64.`)
      return
    }
    MissingPart.throwIfAny(packageNeeds())
    await this.#onDisplay(async (electron, env) => {
      const packages = await makePackages(electron, false)
      try {
        const paths = { ...packages.env, GROVE_ELECTRON_PATH: electron.path, GROVE_BROWSER_PATH: findBrowser() }
        if (part === 'package') await this.#vitest('package', { ...env, ...paths })
        await this.#vitest('e2e', { ...env, ...paths }, part === 'package' ? packagedSample : packagedAll)
      } finally {
        packages.remove()
      }
    })
  }

  async #debian(): Promise<void> {
    MissingPart.throwIfAny(debianNeeds())
    await this.#onDisplay(async (electron, env) => {
      const packages = await makePackages(electron, true)
      await this.#vitest('deb', { ...env, ...packages.env })
      packages.remove()
    })
  }

  async #onDisplay(test: (electron: ElectronRuntime, env: Env) => Promise<void>): Promise<void> {
    this.#mustBeBuilt()
    const electron = await findElectron(console.log)
    const display = await openDisplay(this.#children)
    try {
      if (display.notice !== null) console.log(display.notice)
      console.log(`Electron ${electron.version}${electron.isFallback ? ' (stand-in, not the one that ships)' : ''}`)
      await test(electron, display.env)
    } finally {
      await display.close()
    }
  }

  #mustBeBuilt(): void {
    if (!this.#isBuilt) throw new Error('Without a build there is no app to test.')
  }

  async #vitest(project: Part, env: Env = {}, narrowing: readonly string[] = []): Promise<void> {
    const report = path.join(this.#reports, `${project}.json`)
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const vitest = path.join(modules, 'vitest/vitest.mjs')
    const code = await this.#node(
      [vitest, 'run', '--project', project, ...reporters, ...narrowing, ...this.#filters],
      env,
    )
    this.#tallies.push(readTally(report, code))
  }

  #node(args: readonly string[], env: Env): Promise<number> {
    return this.#children.run(process.execPath, args, { cwd: projectRoot, env: { ...process.env, ...env } })
  }

  #conclude(): number {
    for (const text of this.#notRun) console.error(`\nNOT RUN: ${text}`)
    const passed = this.#tallies.reduce((sum, tally) => sum + tally.passed, 0)
    const failed = this.#tallies.reduce((sum, tally) => sum + tally.failed, 0)
    console.log(`\n${passed} passed, ${failed} failed`)
    return failed === 0 && passed > 0 ? 0 : 1
  }
}

function heading(text: string): void {
  console.log(`\n=== ${text} ===`)
}

const [asked, ...filters] = process.argv.slice(2)
const parts = (Object.keys(headings) as Part[]).filter((part) => {
  if (asked === undefined) return !onlyWhenAsked.includes(part)
  return part === asked || (part === 'build' && needsBuild.includes(asked as Part))
})
new TestRun(filters).run(parts).then(endWith, reportFailure)
