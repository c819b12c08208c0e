import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../projectRoot'

const changelog = `# Changelog

## Unreleased

- Trees grow faster.

## 0.1.0 — 2026-01-01

- The first.
`
const person = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org']

describe('npm run release', () => {
  let folder: string
  const git = (...args: string[]): string =>
    execFileSync('git', [...person, ...args], { cwd: folder, encoding: 'utf8' }).trim()
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8')
  const release = (version: string): { readonly status: number | null; readonly stderr: string } => {
    const names = { GIT_AUTHOR_NAME: 'Test', GIT_AUTHOR_EMAIL: 't@example.org' }
    const env = { ...process.env, ...names, GIT_COMMITTER_NAME: 'Test', GIT_COMMITTER_EMAIL: 't@example.org' }
    const script = path.join(projectRoot, 'scripts/release.ts')
    const tsx = import.meta.resolve('tsx')
    return spawnSync(process.execPath, ['--import', tsx, script, version], { cwd: folder, env, encoding: 'utf8' })
  }

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'grove-release-'))
    git('init', '--quiet', '--initial-branch=main')
    writeFileSync(path.join(folder, 'CHANGELOG.md'), changelog)
    const about = { name: 'grove', version: '0.1.0' }
    writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`)
    const lock = { ...about, lockfileVersion: 3, packages: { '': about, 'node_modules/other': { version: '0.1.0' } } }
    writeFileSync(path.join(folder, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`)
    git('add', '.')
    git('commit', '--quiet', '--message', 'Start')
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('[PK15] moves what is unreleased under the version, sets it everywhere, commits and tags', () => {
    expect(release('0.2.0')).toMatchObject({ status: 0 })
    const day = new Date().toISOString().slice(0, 10)
    expect(read('CHANGELOG.md')).toContain(`## Unreleased\n\n## 0.2.0 — ${day}\n\n- Trees grow faster.\n\n## 0.1.0`)
    expect(JSON.parse(read('package.json'))).toMatchObject({ name: 'grove', version: '0.2.0' })
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({
      version: '0.2.0',
      packages: { '': { version: '0.2.0' }, 'node_modules/other': { version: '0.1.0' } },
    })
    expect(git('log', '-1', '--format=%s')).toBe('Release 0.2.0')
    expect(git('rev-parse', 'v0.2.0^{commit}')).toBe(git('rev-parse', 'HEAD'))
    expect(git('status', '--porcelain')).toBe('')
  })

  it.each([
    ['no version', '', /three numbers/],
    ['a version that is none', '1.2', /three numbers/],
    ['a version that is not higher', '0.1.0', /not higher than 0\.1\.0/],
    ['nothing to release', '0.3.0', /nothing unreleased/],
    ['uncommitted changes', '0.4.0', /uncommitted changes/],
    ['a tag that exists', '0.5.0', /v0\.5\.0 exists/],
  ])('[PK15] refuses %s, and changes nothing', (what, version, sentence) => {
    if (what === 'nothing to release') {
      writeFileSync(path.join(folder, 'CHANGELOG.md'), changelog.replace('- Trees grow faster.\n', ''))
      git('commit', '--quiet', '--all', '--message', 'Nothing')
    }
    if (what === 'uncommitted changes') writeFileSync(path.join(folder, 'new.txt'), '')
    if (what === 'a tag that exists') git('tag', 'v0.5.0')
    const before = [git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]
    const { status, stderr } = release(version)
    expect(status).toBe(1)
    expect(stderr).toMatch(sentence)
    expect([git('rev-parse', 'HEAD'), git('status', '--porcelain'), git('tag')]).toEqual(before)
  })
})
