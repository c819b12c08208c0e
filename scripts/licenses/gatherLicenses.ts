import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Plugin } from 'vite'
import type { License } from '../../src/renderer/features/licenses/License'

export const LICENSES_FILE = 'licenses.json'

export interface OtherParts {
  /** Lists of the other bundles that people get together with this one; they are built before it. */
  readonly lists?: readonly string[]
  /** What people get without any script of it being bundled here: fonts, addons, what workers load. */
  readonly packages: readonly string[]
}

/** Completes the list that Vite writes of what is bundled (`build.license`), for the window that shows it. */
export function gatherLicenses({ lists = [], packages }: OtherParts): Plugin {
  return {
    name: 'grove-gather-licenses',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const file = path.join(dir, LICENSES_FILE)
      const all = [file, ...lists].flatMap((list) => JSON.parse(readFileSync(list, 'utf8')) as License[])
      const byPackage = new Map([...all, ...packages.map(licenseOf)].map((one) => [`${one.name} ${one.version}`, one]))
      const sorted = [...byPackage.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'))
      writeFileSync(file, JSON.stringify(sorted))
    },
  }
}

function licenseOf(name: string): License {
  const folder = path.join('node_modules', name)
  const own = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
    license: string
  }
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  return {
    name,
    version: own.version,
    identifier: own.license,
    ...(file === undefined ? {} : { text: readFileSync(path.join(folder, file), 'utf8') }),
  }
}
