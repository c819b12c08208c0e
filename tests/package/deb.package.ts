import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'

const deb = process.env['GROVE_DEB'] ?? ''

describe('the Debian package', () => {
  let folder: string
  const run = (program: string, ...args: string[]): string => execFileSync(program, args, { encoding: 'utf8' })
  const field = (name: string): string => run('dpkg-deb', '--field', deb, name).trim()

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'grove-deb-'))
    run('dpkg-deb', '--raw-extract', deb, folder)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('[PK7] says what it is and what it needs', () => {
    expect(field('Package')).toBe('grove-test')
    expect(field('Version')).toMatch(/^\d+\.\d+\.\d+~test$/)
    expect(field('Architecture')).toBe('amd64')
    const depends = field('Depends').split(', ')
    for (const needed of ['libgtk-3-0t64 | libgtk-3-0', 'libasound2t64 | libasound2', 'libnss3', 'libgbm1']) {
      expect(depends).toContain(needed)
    }
    const listed = run('dpkg-deb', '--contents', deb).trim().split('\n')
    expect(listed.filter((line) => !/^[d-]rw[x-]r-[x-]r-[x-] root\/root /.test(line))).toEqual([])
  })

  it('[PK7] has a desktop file that opens links of invitations', () => {
    const file = path.join(folder, 'usr/share/applications/grove-test.desktop')
    expect(run('desktop-file-validate', file)).toBe('')
    const entry = readFileSync(file, 'utf8')
    expect(entry).toContain('MimeType=x-scheme-handler/grove;')
    expect(entry).toContain('Exec="/opt/Grove Test/grove-test" %U')
    // What windows say they belong to (package.json's desktopName).
    expect(entry).toContain('StartupWMClass=grove-test')
    for (const size of [16, 48, 256, 512]) {
      const icon = `usr/share/icons/hicolor/${size}x${size}/apps/grove-test.png`
      expect(readFileSync(path.join(folder, icon)).toString('latin1', 1, 4)).toBe('PNG')
    }
  })

  it('[PK7] runs scripts that every shell understands', () => {
    for (const name of ['postinst', 'postrm']) run('sh', '-n', path.join(folder, 'DEBIAN', name))
    expect(readFileSync(path.join(folder, 'DEBIAN/postrm'), 'utf8')).not.toMatch(/rm -r/)
  })

  it('[PK8] tells updates where to look and what to find', () => {
    const app = path.join(folder, 'opt/Grove Test/resources')
    expect(parse(readFileSync(path.join(app, 'app-update.yml'), 'utf8'))).toMatchObject({
      provider: 'generic',
      url: 'https://updates.invalid/grove',
      channel: 'test',
    })
    expect(readFileSync(path.join(app, 'package-type'), 'utf8')).toBe('deb')
    const feed = parse(readFileSync(path.join(path.dirname(deb), 'test-linux.yml'), 'utf8')) as {
      files: { url: string; sha512: string }[]
    }
    const sha512 = createHash('sha512').update(readFileSync(deb)).digest('base64')
    expect(feed.files).toMatchObject([{ url: path.basename(deb), sha512 }])
  })
})
