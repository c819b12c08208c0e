import { existsSync, globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'

/** Which of our own rooms a room may look into (architecture.md, “Rooms and doors”); `layers` and `apps` stand for all of theirs. */
const doors: Readonly<Record<string, readonly string[]>> = {
  core: [],
  bridge: ['core'],
  layers: ['core'],
  // A search index is kept in several ways, of logs that are kept in several ways.
  'layers/sqlite': ['core', 'layers/search'],
  'layers/indexeddb': ['core', 'layers/search'],
  'layers/opfs': ['core', 'layers/search'],
  'layers/vault': ['core', 'layers/files'],
  apps: ['core'],
  // What is asked of every app alike.
  'apps/search': ['core', 'apps'],
  'apps/export': ['core', 'apps'],
  'apps/copy': ['core', 'apps'],
  home: ['core', 'apps', 'bridge', 'layers/server'],
  main: ['core', 'apps', 'layers', 'bridge', 'home'],
  preload: ['bridge'],
  renderer: [
    'core',
    'apps',
    'bridge',
    'home',
    'layers/indexeddb',
    'layers/opfs',
    'layers/search',
    'layers/server',
    'layers/zip',
  ],
  server: ['core', 'layers/sqlite'],
  cli: ['core', 'apps', 'layers', 'server', 'home'],
}
const node = new RegExp(`^node:|^(${builtinModules.join('|')})$`)
const electron = /^electron/
const svelte = /^(svelte|@sveltejs|bits-ui)/
/** Which packages a room never imports. */
const strangers: Readonly<Record<string, readonly RegExp[]>> = {
  core: [/^(?!(reptree|yjs|msgpackr|valibot|fractional-indexing|@noble\/\w+|@scure\/\w+)(\/|$))/],
  bridge: [/^(?!valibot$)/],
  layers: [electron, svelte],
  apps: [node, electron, svelte],
  home: [/^(?!valibot$)/],
  main: [svelte],
  preload: [/^(?!electron$)/],
  renderer: [node, electron],
  server: [electron, svelte],
  cli: [electron, svelte],
}

const sources = globSync('{src,tests,bench,scripts}/**/*.{ts,svelte}')
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => !file.includes('node_modules/'))
const textByFile = new Map(sources.map((file) => [file, readFileSync(file, 'utf8')]))
const inSrc = sources.filter((file) => file.startsWith('src/'))
const isTest = (file: string): boolean => /\.(test|e2e)\.ts$|^tests\/|^bench\/|^src\/(\w+\/)+testing\//.test(file)

function importsOf(file: string): readonly string[] {
  const specifier = /(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^'\n]+)'/g
  return [...(textByFile.get(file) ?? '').matchAll(specifier)].map((match) => match[1] ?? '')
}

/** `src/layers/sqlite/schema.ts` is in `layers/sqlite`, `src/core/tree/ops.ts` in `core`. */
function roomOf(file: string): string {
  const [, room = '', inner = ''] = file.split('/')
  return room === 'layers' || room === 'apps' ? `${room}/${inner}` : room
}

function featureOf(file: string): string | undefined {
  return /^src\/renderer\/features\/([^/]+)\//.exec(file)?.[1]
}

function wrongImport(file: string, specifier: string): boolean {
  const room = roomOf(file)
  const kind = room.split('/')[0] ?? ''
  if (!specifier.startsWith('.')) {
    return !isTest(file) && (strangers[kind] ?? []).some((stranger) => stranger.test(specifier))
  }
  const target = path.posix.join(path.posix.dirname(file), specifier)
  // The version a program tells others.
  if (target === 'package.json') return kind !== 'server' && kind !== 'cli'
  const opened = roomOf(target)
  if (opened === room) return featureOf(file) !== undefined && ![undefined, featureOf(file)].includes(featureOf(target))
  // A test may put layers together.
  if (kind === 'layers' && isTest(file) && opened.startsWith('layers/')) return false
  return !(doors[room] ?? doors[kind] ?? []).some((door) => opened === door || opened.startsWith(`${door}/`))
}

describe('the architecture', () => {
  it('keeps the walls between rooms, layers, apps and features', () => {
    const wrong = inSrc.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => wrongImport(file, specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    )
    expect(wrong).toEqual([])
    expect(inSrc.length).toBeGreaterThan(10)
    expect(inSrc.filter((file) => !((roomOf(file).split('/')[0] ?? '') in doors))).toEqual([])
  })

  it.each([
    ['src/core/tree/ops.ts', 'node:fs'],
    ['src/core/tree/ops.ts', '../../layers/sqlite/schema'],
    ['src/layers/sqlite/schema.ts', '../indexeddb/schema'],
    ['src/layers/files/FileStore.ts', 'electron'],
    ['src/layers/search/SpaceSearch.ts', '../sqlite/schema'],
    ['src/apps/page/Page.ts', '../board/Board'],
    ['src/home/Keyring.ts', 'node:fs'],
    ['src/home/Keyring.ts', '../layers/sqlite/schema'],
    ['src/preload/index.ts', '../core/AppError'],
    ['src/renderer/state/Workspace.ts', 'fs'],
    ['src/renderer/features/page/View.svelte', '../board/View.svelte'],
    ['src/server/index.ts', '../layers/indexeddb/schema'],
    ['src/cli/index.ts', '../main/index'],
  ])('would notice it if %s imported %s', (file, specifier) => {
    expect(wrongImport(file, specifier)).toBe(true)
  })

  it('decides in one file per home which layers a space gets', () => {
    const elsewhere = sources.filter(
      (file) =>
        /new [\w.]*PersistenceLayer\b/.test(textByFile.get(file) ?? '') &&
        !isTest(file) &&
        path.posix.basename(file) !== 'spaceManagerSetup.ts',
    )
    expect(elsewhere).toEqual([])
  })

  it('has a test for every rule, and a rule for every number a test cites', () => {
    expect(existsSync('docs/SPEC.md'), 'docs/SPEC.md holds the rules that tests cite, and it is missing').toBe(true)
    const rules = [...readFileSync('docs/SPEC.md', 'utf8').matchAll(/^\*\*([A-Z]{2,3}\d+)\*\* /gm)].map(
      (match) => match[1],
    )
    const cited = new Set(
      sources
        .filter(isTest)
        .flatMap((file) =>
          [...(textByFile.get(file) ?? '').matchAll(/\[([A-Z]{2,3}\d+(?:, ?[A-Z]{2,3}\d+)*)\]/g)].flatMap((match) =>
            (match[1] ?? '').split(/, ?/),
          ),
        ),
    )
    expect(
      rules.filter((rule, index) => rules.indexOf(rule) !== index),
      'numbers given twice',
    ).toEqual([])
    expect(
      rules.filter((rule) => !cited.has(rule ?? '')),
      'rules without a test',
    ).toEqual([])
    expect(
      [...cited].filter((number) => !rules.includes(number)),
      'numbers without a rule',
    ).toEqual([])
  })

  it('has no drawer for odds and ends', () => {
    const drawers = sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc)(\/|\.[^/]*$)/i.test(file))
    expect(drawers).toEqual([])
  })
})
