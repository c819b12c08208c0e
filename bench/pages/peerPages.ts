import Database from 'better-sqlite3'
import { join } from 'node:path'
import type { TreeReplica, TreeSystem } from '../trees/TreeSystem'
import { LETTER, NEWS, paragraphs, type PageSystem } from './PageSystem'

/** What a peer's module exports beside its tree: pages, each a document of its own. */
interface PeerModule {
  readonly system: TreeSystem
  readonly pages: {
    write(paragraphs: readonly string[]): Uint8Array
    open(bytes: Uint8Array): PeerPage
  }
}

/** One document in memory. */
interface PeerPage {
  text(): string
  /** Another device, which has the document as these bytes, writes `news` at its beginning. */
  receive(bytes: Uint8Array, news: string): void
  edit(letter: string): void
}

/** A peer's tree as the list of pages, with the properties Grove's entries have, and its documents as blobs in SQLite. */
export async function peerPages(name: string): Promise<PageSystem> {
  const peer = (await import(new URL(`../trees/peers/${name}.mjs`, import.meta.url).href)) as PeerModule
  return {
    async build(folder, pages) {
      const db = new Database(join(folder, 'pages.sqlite'))
      db.exec('CREATE TABLE page (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
      const insert = db.prepare('INSERT INTO page VALUES (?, ?)')
      const bytes = peer.pages.write(paragraphs)
      const list = peer.system.create()
      list.grow(new Array<number>(pages).fill(0))
      db.transaction(() => {
        for (let page = 0; page < pages; page++) {
          insert.run(page, bytes)
          describe(list, page)
        }
      })()
      db.close()
      await peer.system.store(list, folder)
    },
    async open(folder) {
      const list = await peer.system.open(folder)
      const db = new Database(join(folder, 'pages.sqlite'), { readonly: true })
      const read = db.prepare<[number], { bytes: Uint8Array }>('SELECT bytes FROM page WHERE number = ?')
      const held = new Map<number, PeerPage>()
      const bytesOf = (page: number): Uint8Array => {
        const row = read.get(page)
        if (!row) throw new Error('no such page')
        return row.bytes
      }
      return {
        titleCount: () => list.children(list.root()).length,
        async openPage(page) {
          const opened = peer.pages.open(bytesOf(page))
          held.set(page, opened)
          return opened.text()
        },
        async receive(page) {
          held.get(page)?.receive(bytesOf(page), NEWS)
          return held.get(page)?.text() ?? ''
        },
        async editPage(page) {
          held.get(page)?.edit(LETTER)
        },
        settled: () => Promise.resolve(),
      }
    },
  }
}

/** Beside its name, what else an entry of Grove has. */
function describe(list: TreeReplica, page: number): void {
  list.write(page + 1, 'kind', 'entry')
  list.write(page + 1, 'appId', 'page')
  list.write(page + 1, 'treeId', page.toString(16).padStart(32, '0'))
  list.write(page + 1, 'order', `a${page.toString(36).padStart(4, '0')}`)
}
