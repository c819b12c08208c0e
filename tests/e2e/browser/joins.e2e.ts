import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { webLinkOf } from '../../../src/core/keys/JoinLink'
import { sealedCipher } from '../../../src/core/keys/sealedCipher'
import { FolderFileStore } from '../../../src/layers/files/FolderFileStore'
import { nodeEnvironment } from '../../../src/layers/runtime/nodeEnvironment'
import { ServerApi } from '../../../src/layers/server/ServerApi'
import { ServerFiles } from '../../../src/layers/server/ServerFiles'
import { ServerProcess } from '../sync/ServerProcess'
import { SyncingMachine } from '../sync/SyncingMachine'
import type { WorkspaceView } from '../WorkspaceView'
import type { RunningBrowser } from './RunningBrowser'
import { startBrowser } from './startBrowser'
import { removeFolder } from '../removeFolder'

/** One red pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
)

let folder: string
let server: ServerProcess
let machine: SyncingMachine
let browser: RunningBrowser
let tab: WorkspaceView
let link: string

/** A space on a server, made on another machine: a page, and a picture that only the server still has. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grove-joins-'))
  server = new ServerProcess(path.join(folder, 'server'))
  const account = await server.addUser('anna')
  await server.start()
  const key = randomBytes(32)
  machine = new SyncingMachine('desktop', path.join(folder, 'desktop'), key)
  const id = await machine.create()
  const space = await machine.open.space()
  const store = new FolderFileStore(path.join(folder, 'files'))
  const stored = await store.put(PICTURE)
  space.createPage(space.contentId, 'Logbook')
  space.entries.createFile(space.contentId, 'ship.png', { ...stored, mimeType: 'image/png' })
  await machine.open.flush()
  await machine.connect(server.url, account, id)
  await machine.until(({ isVerified }) => isVerified)

  const home = { url: server.url, fetch, environment: nodeEnvironment }
  const { token } = await new ServerApi(home).signIn({ ...account, deviceName: 'desktop' })
  const api = new ServerApi({ ...home, token: () => Promise.resolve(token) })
  const cipher = sealedCipher(key, nodeEnvironment)
  const files = new ServerFiles({ api, spaceId: id, files: store, cipher, environment: nodeEnvironment })
  files.start()
  await files.syncNow()
  await files.close()
  const { code } = await api.makeInvite(id, 'editor', 24)
  link = webLinkOf({ server: server.url, spaceId: id, code, key, spaceName: 'Endurance' })
  browser = await startBrowser(path.join(folder, 'profile'))
})
afterAll(async () => {
  await browser.close()
  await machine.close()
  await server.stop()
  await removeFolder(folder)
})

describe('a space that comes to a browser by a link', () => {
  it('[BR7] is joined where the link leads, and the secret of the link does not stay in the address', async () => {
    tab = await browser.openTab(link)
    const { page } = tab
    await page.getByRole('dialog', { name: 'Join “Endurance”?' }).waitFor()
    expect(page.url()).not.toContain('#')
    await page.getByLabel('Your name there').fill('ben')
    await page.getByLabel('Password', { exact: true }).fill('a password for ben')
    await page.getByLabel('Password again').fill('a password for ben')
    await page.getByRole('button', { name: 'Join the space' }).click()
    await tab.entry('Logbook').waitFor()
    expect(page.url()).not.toContain('#')
  })

  it('[BR8] brings the pictures one looks at, and gives them out so that they can do no harm', async () => {
    const { page } = tab
    await tab.entry('ship.png').click()
    const picture = page.getByRole('img', { name: 'ship.png' })
    await picture.waitFor()
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
    const address = (await picture.getAttribute('src')) ?? ''
    expect(address).toMatch(/^\/grove-file\/[0-9a-f]{32}\/[0-9a-f]{64}\?type=image%2Fpng$/)
    const part = await page.evaluate(async (url) => {
      const answer = await fetch(url, { headers: { range: 'bytes=1-3' } })
      return { status: answer.status, text: await answer.text(), policy: answer.headers.get('content-security-policy') }
    }, address)
    expect(part).toMatchObject({ status: 206, text: 'PNG', policy: expect.stringContaining('sandbox') as string })
    const nowhere = address.replace(/[0-9a-f]{32}/, '0'.repeat(32))
    expect(await page.evaluate(async (url) => (await fetch(url)).status, nowhere)).toBe(404)
  })

  it('[BR9] shows everything offline, and what was written there reaches the others when the server is back', async () => {
    const { page } = tab
    await server.stop()
    await page.reload()
    await tab.entry('ship.png').click()
    const picture = page.getByRole('img', { name: 'ship.png' })
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)
    await tab.createPage('Written offline')
    await tab.saved()
    await server.start()
    const space = await machine.open.space()
    const names = (): readonly string[] => space.entries.children(space.contentId).map((entry) => entry.name)
    await expect.poll(names, { timeout: 60_000, interval: 200 }).toContain('Written offline')
  })
})
