import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { cutChangelog } from './release/cutChangelog'
import { setVersion } from './release/setVersion'

/**
 * `npm run release -- 1.2.3`: what is unreleased in CHANGELOG.md becomes 1.2.3, package.json and the lockfile say so, and
 * a commit and a tag hold it. Nothing leaves this machine: pushing the tag starts the release workflow.
 */
function release(version: string, folder: string, today: string): void {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim()
  const files = ['CHANGELOG.md', 'package.json', 'package-lock.json'] as const
  const tag = `v${version}`

  if (git('status', '--porcelain') !== '') throw new Error('There are uncommitted changes: commit or undo them first.')
  if (git('tag', '--list', tag) !== '') throw new Error(`${tag} exists already.`)
  const texts = files.map((file) => readFileSync(path.join(folder, file), 'utf8')) as [string, string, string]
  // All of it is computed before anything is written.
  const next = [cutChangelog(texts[0], version, today), setVersion(texts[1], version), setVersion(texts[2], version)]
  files.forEach((file, index) => {
    writeFileSync(path.join(folder, file), next[index] ?? '')
  })
  git('commit', '--quiet', '--message', `Release ${version}`, ...files)
  git('tag', '--annotate', '--message', `Grove ${version}`, tag)
  console.log(`${tag} is committed and tagged. To publish: git push && git push origin ${tag}`)
}

try {
  release(process.argv[2] ?? '', process.cwd(), new Date().toISOString().slice(0, 10))
} catch (reason) {
  console.error(reason instanceof Error ? reason.message : reason)
  process.exitCode = 1
}
