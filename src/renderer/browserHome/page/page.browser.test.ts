import { readPlaceLink } from '../../../core/space/PlaceLink'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Answer } from '../../../bridge/contract'
import type { ErrorDetail } from '../../../core/AppError'
import type { HomeMessage, TabMessage } from '../homeMessages'
import { AddressBar, type TabPlace } from './AddressBar'
import { BrowserBridge } from './BrowserBridge'
import { HomeLink } from './HomeLink'
import { pageRequests } from './pageRequests'
import { StorageRoom } from './StorageRoom.svelte'

const ID = 'a'.repeat(32)

/** A page at an address, with a history that only remembers. */
function pageAt(href: string) {
  const steps: string[] = []
  const listeners: (() => void)[] = []
  const page = {
    location: new URL(href),
    history: {
      pushState: (_state: unknown, _title: string, to: string) => go('push', to),
      replaceState: (_state: unknown, _title: string, to: string) => go('replace', to),
    },
    addEventListener: (_name: string, listener: () => void) => listeners.push(listener),
  }
  const go = (how: string, to: string): void => {
    page.location = new URL(to, page.location)
    steps.push(`${how} ${page.location.pathname}${page.location.search}`)
  }
  const back = (to: string): void => {
    page.location = new URL(to, page.location)
    for (const listener of listeners) listener()
  }
  return { page: page as unknown as Window, steps, back }
}

describe('AddressBar', () => {
  it('[BR5] makes each place one step, completes the first, and says where the browser went', () => {
    const { page, steps, back } = pageAt('https://grove.test/')
    const asked: TabPlace[] = []
    const bar = new AddressBar(page, (place) => asked.push(place))
    bar.show({ spaceId: ID, entryId: 'one' })
    bar.show({ spaceId: ID, entryId: 'one' })
    bar.show({ spaceId: ID, entryId: 'two' })
    expect(steps).toEqual([`replace /?space=${ID}&entry=one`, `push /?space=${ID}&entry=two`])
    back(`/?space=${ID}&entry=one`)
    expect(asked).toEqual([{ spaceId: ID, entryId: 'one' }])
    bar.show({ spaceId: ID, entryId: 'one' })
    expect(steps).toHaveLength(2)
  })

  it('[UI290] gives out addresses that are links, and takes nothing else for a place', () => {
    const { page } = pageAt(`https://grove.test/?space=${ID}&entry=one`)
    const bar = new AddressBar(page, () => undefined)
    expect(readPlaceLink(bar.hrefOf(bar.place))).toEqual({ spaceId: ID, entryId: 'one' })
    const other = new AddressBar(pageAt('https://grove.test/?space=garbage&entry=one').page, () => undefined)
    expect(other.place).toEqual({ spaceId: null, entryId: null })
  })

  it('[BR7] takes the link of an invitation out of the address', () => {
    const { page } = pageAt('https://grove.test/join#secret')
    const bar = new AddressBar(page, () => undefined)
    expect(bar.takeJoinLink()).toBe('https://grove.test/join#secret')
    expect(page.location.href).toBe('https://grove.test/')
    expect(bar.takeJoinLink()).toBeUndefined()
  })
})

describe('BrowserBridge', () => {
  it('[BR16] asks the home, answers for a home that has gone, and waits for the next one', async () => {
    const bridge = new BrowserBridge({})
    const early = bridge.request('spaces.list', undefined)
    const homes = [home('first'), home('second')]
    bridge.use(homes[0]!.link)
    expect(await early).toEqual({ ok: true, value: 'first spaces.list' })
    homes[0]!.isSilent = true
    const cut = bridge.request('settings.get', undefined)
    await Promise.resolve()
    bridge.use(undefined)
    homes[0]!.link.end()
    expect(await cut).toEqual({ ok: false, detail: { code: 'disconnected' } })
    const late = bridge.request('settings.get', undefined)
    bridge.use(homes[1]!.link)
    expect(await late).toEqual({ ok: true, value: 'second settings.get' })
  })

  it('[BR16] does at once what only a page can do', async () => {
    const titles: string[] = []
    const bridge = new BrowserBridge({ 'window.title': ({ title }) => (titles.push(title), null) })
    expect(await bridge.request('window.title', { title: 'x' })).toEqual({ ok: true, value: null })
    expect(titles).toEqual(['x'])
  })
})

describe('exporting', () => {
  it('[BR24] ends when the home does, and says so', async () => {
    const { page } = pageAt('https://grove.test/')
    const bridge = new BrowserBridge(pageRequests(new AddressBar(page, () => undefined)))
    const first = home('first')
    bridge.use(first.link)
    const picker = vi.fn(async () => Promise.reject(new DOMException('not now', 'SecurityError')))
    vi.stubGlobal('showSaveFilePicker', picker)
    onTestFinished(() => void vi.unstubAllGlobals())
    const chosen = await bridge.request('export.choose', { name: 'Garden' })
    expect(picker).toHaveBeenCalledWith(expect.objectContaining({ suggestedName: 'Garden.zip' }))
    if (!chosen.ok || !chosen.value) throw new Error('The browser could download it.')
    const { exportId } = chosen.value
    const running = bridge.request('export.run', { spaceId: ID, exportId, entryId: null })
    await expect.poll(() => first.spacesServed).toBe(1)
    bridge.use(undefined)
    expect(await running).toMatchObject({ ok: false, detail: { code: 'unexpected' } })
    expect(await bridge.request('export.show', { exportId })).toMatchObject({ ok: false })
  })

  it('[EX4] leaves no empty file where it could not begin', async () => {
    const root = await navigator.storage.getDirectory()
    vi.stubGlobal('showSaveFilePicker', () => root.getFileHandle('Refused.zip', { create: true }))
    onTestFinished(() => void vi.unstubAllGlobals())
    const bridge = new BrowserBridge(pageRequests(new AddressBar(pageAt('https://grove.test/').page, () => undefined)))
    const first = home('first')
    first.refusal = { code: 'space-missing', space: ID }
    bridge.use(first.link)
    const chosen = await bridge.request('export.choose', { name: 'Garden' })
    if (!chosen.ok || !chosen.value) throw new Error('A file was chosen.')
    const { exportId } = chosen.value
    const refused = { ok: false, detail: first.refusal }
    expect(await bridge.request('export.run', { spaceId: ID, exportId, entryId: null })).toEqual(refused)
    await expect(root.getFileHandle('Refused.zip')).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  it('[EX6] is nothing when the dialog of the browser is closed', async () => {
    vi.stubGlobal('showSaveFilePicker', async () => Promise.reject(new DOMException('closed', 'AbortError')))
    onTestFinished(() => void vi.unstubAllGlobals())
    const bridge = new BrowserBridge(pageRequests(new AddressBar(pageAt('https://grove.test/').page, () => undefined)))
    expect(await bridge.request('export.choose', { name: 'Garden' })).toEqual({ ok: true, value: null })
  })
})

/** A person in the browser's own dialog: chooses the files, or closes it. */
function choosing(pathsAndTexts: Readonly<Record<string, string>> | null): void {
  const files = Object.entries(pathsAndTexts ?? {}).map(([path, text]) =>
    Object.defineProperty(new File([text], path), 'webkitRelativePath', { value: path }),
  )
  const click = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (this: HTMLInputElement) {
    Object.defineProperty(this, 'files', { value: files })
    this.dispatchEvent(new Event(pathsAndTexts ? 'change' : 'cancel'))
  })
  onTestFinished(() => click.mockRestore())
}

describe('importing', () => {
  it('[IM4, IM16] looks through a folder, runs once, and tells the home of files that others may lack', async () => {
    const bridge = new BrowserBridge(pageRequests(new AddressBar(pageAt('https://grove.test/').page, () => undefined)))
    const first = home('first')
    bridge.use(first.link)
    choosing({ 'Notes/a.md': '[[b]]', 'Notes/In/b.md': 'x', 'Notes/.obsidian/app.json': '{}' })
    const plan = await bridge.request('import.choose', { spaceId: ID })
    expect(plan).toMatchObject({ ok: true, value: { folderName: 'Notes', pages: 2, folders: 1, files: 0, links: 1 } })
    if (!plan.ok || !plan.value) throw new Error('A folder was chosen.')
    const { planId } = plan.value
    first.refusal = { code: 'space-missing', space: ID }
    const refused = { ok: false, detail: first.refusal }
    expect(await bridge.request('import.run', { spaceId: ID, planId })).toEqual(refused)
    await expect.poll(() => first.toldOfFiles).toEqual([ID])
    expect(await bridge.request('import.run', { spaceId: ID, planId })).toMatchObject({
      detail: { code: 'bad-request' },
    })
  })

  it('[IM16] is nothing when the dialog is closed, and says so when the folder is empty', async () => {
    const bridge = new BrowserBridge(pageRequests(new AddressBar(pageAt('https://grove.test/').page, () => undefined)))
    choosing(null)
    expect(await bridge.request('import.choose', { spaceId: ID })).toEqual({ ok: true, value: null })
    choosing({})
    expect(await bridge.request('import.choose', { spaceId: ID })).toMatchObject({ ok: false })
  })
})

describe('StorageRoom', () => {
  it('[BR17] says when room is short, and asks the browser to keep what there is once there is something', async () => {
    const bridge = new BrowserBridge({})
    bridge.use(home('empty', []).link)
    const due = new Set<() => void>()
    const after = (_delayMs: number, fn: () => void): (() => void) => {
      due.add(fn)
      return () => due.delete(fn)
    }
    let usage = 100e6
    let asked = 0
    const storage = {
      estimate: async () => ({ quota: 500e6, usage }),
      persist: async () => (asked += 1) > 0,
    } as unknown as StorageManager
    const room = new StorageRoom(storage, { after, defer: (fn) => after(0, fn) })
    room.start(bridge)
    await bridge.request('spaces.list', undefined)
    expect([room.leftBytes, asked]).toEqual([undefined, 0])
    usage = 450e6
    for (const look of [...due.values()]) {
      due.delete(look)
      look()
    }
    await bridge.request('spaces.list', undefined)
    expect(room.leftBytes).toBe(50e6)
    bridge.emit('spaces.changed', [{ id: ID, name: 'S', color: 'green', icon: '', problem: null, canOpen: true }])
    bridge.emit('spaces.changed', [])
    expect(asked).toBe(1)
    room.stop()
    expect(due.size).toBe(0)
  })

  it('[BR17] asks nothing of a browser that says nothing of its room', () => {
    const never = () => {
      throw new Error('There is nothing to look at later.')
    }
    const room = new StorageRoom(undefined, { after: never, defer: never })
    room.start(new BrowserBridge({}))
    expect(room.leftBytes).toBeUndefined()
  })
})

/** A home that answers everything with its name, or with `value`. */
function home(name: string, value?: unknown) {
  const { port1, port2 } = new MessageChannel()
  const made = {
    isSilent: false,
    spacesServed: 0,
    refusal: undefined as ErrorDetail | undefined,
    toldOfFiles: [] as string[],
    link: new HomeLink(port1, 'lock', {
      onWelcome: () => undefined,
      onWaiting: () => undefined,
      onFailed: () => undefined,
      onEvent: () => undefined,
      onPort: () => undefined,
      onSearcher: () => undefined,
    }),
  }
  port2.onmessage = ({ data }: MessageEvent<TabMessage>) => {
    if (data.kind === 'space') {
      made.spacesServed += 1
      const { refusal } = made
      const answer: Answer<unknown> = refusal ? { ok: false, detail: refusal } : { ok: true, value: null }
      port2.postMessage({ kind: 'answer', no: data.no, answer } satisfies HomeMessage)
    }
    if (data.kind === 'files-added') made.toldOfFiles.push(data.spaceId)
    if (data.kind !== 'request' || made.isSilent) return
    const answer: Answer<unknown> = { ok: true, value: value ?? `${name} ${data.name}` }
    port2.postMessage({ kind: 'answer', no: data.no, answer } satisfies HomeMessage)
  }
  return made
}
