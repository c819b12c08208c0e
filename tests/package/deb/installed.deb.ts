import { existsSync, globSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readFuses } from '../../../scripts/packaging/readFuses'
import { CleanRoot } from './CleanRoot'
import { InstalledGrove } from './InstalledGrove'
import { renderersOf } from './renderersOf'

const oldDeb = process.env['GROVE_DEB'] ?? ''
const newDeb = process.env['GROVE_DEB_UPGRADE'] ?? ''
const name = 'grove-test'
const folder = '/opt/Grove Test'
const data = '/home/ada/.config/Grove Test'
const profile = `/etc/apparmor.d/${name}`

const title = 'input[aria-label="Title"], textarea[aria-label="Title"], [role=textbox][aria-label="Title"]'
const text = '[role=textbox][aria-label="Page text"]'
const saved = '[data-save-state]'

// One story, told in order: each test begins where the one before ended.
describe('the Debian package, in a Debian 12 that has nothing else', () => {
  let root: CleanRoot
  let grove: InstalledGrove | undefined

  beforeAll(() => {
    root = new CleanRoot([oldDeb, newDeb])
  })
  afterEach(() => grove?.kill())
  afterAll(() => {
    root.remove()
  })

  const install = (deb: string): string =>
    root.run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', `/mnt/${path.basename(deb)}`)
  const version = (): string => root.run('dpkg-query', '--show', '--showformat=${Version}', name)
  const start = async (): Promise<InstalledGrove> => (grove = await InstalledGrove.start(root, `/usr/bin/${name}`))
  const space = (): string | undefined => globSync(`${root.outside(data)}/spaces/*/space.sqlite`)[0]

  it('[PK9] is installed by apt with everything it needs', async () => {
    install(oldDeb)
    expect(version()).toMatch(/^\d+\.\d+\.\d+~test$/)
    const linked = root.run('sh', '-c', `cd "${folder}" && ldd ${name} *.so* chrome_crashpad_handler`)
    expect(linked).not.toContain('not found')
    expect(await readFuses(root.outside(`${folder}/${name}`))).toMatchObject({ EnableNodeCliInspectArguments: false })
  })

  it('[PK10] runs for an ordinary user with the sandbox on, and keeps what is written', async () => {
    const { window } = await start()
    expect(renderersOf(`${folder}/${name}`)).toMatchObject([{ seccomp: 2, userId: 1000, hasOwnUserNamespace: true }])
    expect(renderersOf(`${folder}/${name}`)[0]?.arguments).not.toContain('--no-sandbox')

    await window.click('form input')
    await window.type('Home')
    await window.click('button', 'Create space')
    await window.click('button', 'New page')
    await window.find(title)
    await window.type('Garden plan')
    await window.pressEnter()
    await window.find('[role=treeitem]', 'Garden plan')
    await window.type('Plant apple trees in autumn.')
    await window.find(text, 'Plant apple trees in autumn.')
    await window.find(saved, 'Saved')
    await grove?.quit()

    const again = await start()
    expect(await again.window.find(text, 'apple')).toBe('Plant apple trees in autumn.')
    await again.window.click(text)
    await again.window.type(' And pears.')
    await again.window.find(text, 'pears')
    await grove?.quit()
    expect(space()).toBeDefined()
  })

  it('[PK11] is upgraded by apt, and what was written is there', async () => {
    const before = version()
    install(newDeb)
    root.run('dpkg', '--compare-versions', version(), 'gt', before)
    const { window } = await start()
    const written = await window.find(text, 'pears')
    expect(written).toContain('Plant apple trees in autumn.')
    expect(written).toContain(' And pears.')
    await grove?.quit()
  })

  it('[PK12] gives AppArmor a profile where AppArmor can read it, and only there', () => {
    const configure = `/var/lib/dpkg/info/${name}.postinst`
    // Debian 12 has AppArmor 3, and the profile is written for 4.
    root.run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'apparmor')
    root.run(configure, 'configure')
    expect(existsSync(root.outside(profile))).toBe(false)
    const parser = '/usr/local/sbin/apparmor_parser'
    root.run('sh', '-c', `echo '#!/bin/sh' >${parser} && chmod +x ${parser}`)
    root.run(configure, 'configure')
    expect(root.run('cat', profile)).toContain(`profile "${name}" "${folder}/${name}" flags=(unconfined)`)
  })

  it('[PK13] has spaces known by their content', () => {
    root.run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'libglib2.0-bin')
    const [file = ''] = globSync('spaces/*/space.sqlite', { cwd: root.outside(data) })
    const known = root.run('gio', 'info', '--attributes=standard::content-type', `${data}/${file}`)
    expect(known).toContain('application/vnd.grove.space+sqlite3')
  })

  it('[PK14] is removed without what was written, and says where that is', () => {
    const before = root.run('sh', '-c', `cd "${data}" && find . -type f | sort`)
    const said = root.run('apt-get', 'remove', '-y', name)
    expect(said).toContain(`it lies in ~/.config/Grove Test of each person`)
    expect(root.run('sh', '-c', `cd "${data}" && find . -type f | sort`)).toBe(before)
    expect(before).toContain('space.sqlite')
    const left = ['/usr/bin/grove-test', folder, profile].map((file) => `[ ! -e "${file}" ]`)
    root.run('sh', '-c', left.join(' && '))
    expect(root.run('apt-get', 'purge', '-y', name)).toBeDefined()
    expect(space()).toBeDefined()
  })
})
