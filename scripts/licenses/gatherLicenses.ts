import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import type { License } from '../../src/renderer/features/licenses/License'

export const LICENSES_FILE = 'licenses.json'

export interface OtherParts {
  /** Lists of the other bundles that people get together with this one; they are built before it. */
  readonly lists?: readonly string[]
  /** What people get without any script of it: fonts, addons. */
  readonly packages: readonly string[]
}

/**
 * Completes the list that Vite writes of what is bundled (`build.license`), for the window that shows it. Vite's knows nothing of
 * workers: `inWorkers` is to be among their plugins.
 */
export function gatherLicenses({ lists = [], packages }: OtherParts): {
  readonly list: Plugin
  readonly inWorkers: Plugin
} {
  const folders = new Set(packages.map((name) => path.join('node_modules', name)))
  const inWorkers: Plugin = {
    name: 'grove-licenses-in-workers',
    generateBundle(_options, bundle) {
      for (const part of Object.values(bundle)) {
        if (part.type !== 'chunk') continue
        for (const module of part.moduleIds) {
          const [folder] = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module) ?? []
          if (folder !== undefined) folders.add(folder)
        }
      }
    },
  }
  const list: Plugin = {
    name: 'grove-licenses',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const file = path.join(dir, LICENSES_FILE)
      const all = [file, ...lists].flatMap((list) => JSON.parse(readFileSync(list, 'utf8')) as License[])
      const byPackage = new Map(
        [...all, ...[...folders].map(licenseOf)].map((one) => [`${one.name} ${one.version}`, one]),
      )
      const sorted = [...byPackage.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
      writeFileSync(file, JSON.stringify(sorted))
    },
  }
  return { list, inWorkers }
}

function licenseOf(folder: string): License {
  const own = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Omit<License, 'text'> & {
    readonly license: string
  }
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  return {
    name: own.name,
    version: own.version,
    identifier: own.license,
    ...(file === undefined ? {} : { text: readFileSync(path.join(folder, file), 'utf8') }),
  }
}
