import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { PLAIN_CIPHER } from '../../src/core/keys/plainCipher'
import { sealedCipher } from '../../src/core/keys/sealedCipher'
import type { SpaceCipher } from '../../src/core/keys/SpaceCipher'
import type { LogSummary } from '../../src/core/persistence/PersistenceLayer'
import type { AppTree } from '../../src/core/space/AppTree'
import type { OpenSpace } from '../../src/core/space/OpenSpace'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { ClientLink } from '../../src/core/sync/ClientLink'
import { RemotePersistenceLayer } from '../../src/core/sync/RemotePersistenceLayer'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { connectWebSocket } from '../../src/layers/server/connectWebSocket'
import { nodeSocketOptions } from '../../src/layers/server/nodeSocketOptions'
import { ServerApi } from '../../src/layers/server/ServerApi'
import { ServerPersistenceLayer } from '../../src/layers/server/ServerPersistenceLayer'
import { SQLitePersistenceLayer } from '../../src/layers/sqlite/SQLitePersistenceLayer'
import type { ClientOptions, OpenClient, SyncClient } from './SyncClient'
import { changesOf, EDITS_PER_DOCUMENT, keyOf, TITLE, valueOf } from './work.mjs'

/** How a device gets at the server of one run. */
export interface GroveAccess {
  readonly url: string
  readonly user: string
  readonly password: string
  /** Of the space, hex; null: not sealed. */
  readonly key: string | null
}

interface Catalogue {
  readonly spaceId: string
  readonly treeIds: readonly string[]
  readonly summary: LogSummary
}

const LOOK = { name: 'Benchmark', color: 'green', icon: '🌳' }
const noSecrets = { seal: () => undefined, unseal: () => undefined }

/**
 * Grove as the main process of a desktop runs it: SQLite journal with `synchronous=FULL` and a server layer that follows it. One
 * space, one app tree per page.
 */
class GroveClient implements SyncClient {
  readonly #options: ClientOptions
  readonly #manager: SpaceManager
  #catalogue: Catalogue | undefined
  #open: OpenSpace | undefined
  #layer: ServerPersistenceLayer | undefined
  #page: AppTree | undefined

  constructor(options: ClientOptions) {
    this.#options = options
    this.#catalogue = options.catalogue as Catalogue | undefined
    this.#manager = new SpaceManager(nodeEnvironment, (spaceId, mode) => {
      const path = join(options.folder, spaceId, 'space.sqlite')
      const journal = new SQLitePersistenceLayer({
        spaceId,
        path,
        mode,
        environment: nodeEnvironment,
        sealer: noSecrets,
      })
      return { journal, memory: journal }
    })
  }

  async write(): Promise<Catalogue> {
    const open = await this.#manager.createSpace(LOOK)
    const space = await open.space()
    const { documents, perChange } = this.#options.work
    const treeIds: string[] = []
    for (let document = 0; document < documents; document++) {
      // Each flush sends what was written since the last one as one pack; one transaction takes those of a page.
      const { treeId } = space.createPage(space.contentId, `Page ${document}`, {
        write: ({ tree }) => {
          void open.flush()
          const rootId = tree.root?.id ?? ''
          for (const edits of changesOf(document, perChange)) {
            for (const { key, value } of edits) tree.setProperty(rootId, key, value)
            void open.flush()
          }
        },
      })
      treeIds.push(treeId)
      await open.flush()
    }
    return { spaceId: open.id, treeIds, summary: open.journal.summary() }
  }

  async prepare(server: unknown): Promise<void> {
    const { url, user, password, key } = server as GroveAccess
    const { spaceId } = this.#known
    const home = { url, fetch, environment: nodeEnvironment }
    const { token } = await new ServerApi(home).signIn({ user, password, deviceName: 'bench' })
    const cipher: SpaceCipher = key ? sealedCipher(Buffer.from(key, 'hex'), nodeEnvironment) : PLAIN_CIPHER
    const api = new ServerApi({ ...home, token: () => Promise.resolve(token) })
    await api.createSpace({ id: spaceId, keyId: cipher.keyId, label: null })
    const link = new ClientLink({
      connect: () =>
        connectWebSocket(url, (address) => new WebSocket(address, nodeSocketOptions(address)), nodeEnvironment),
      environment: nodeEnvironment,
      name: 'bench',
      token: () => Promise.resolve(token),
    })
    const remote = new RemotePersistenceLayer({ id: `server:${url}`, spaceId, link, keyId: cipher.keyId })
    this.#layer = new ServerPersistenceLayer(remote, cipher)
    const isThere = mkdirSync(join(this.#options.folder, spaceId), { recursive: true }) === undefined
    this.#open = await (isThere ? this.#manager.openSpace(spaceId) : this.#manager.adoptSpace(spaceId))
  }

  async connect(): Promise<void> {
    if (this.#layer) this.#opened.addLayer(this.#layer)
  }

  /** The journal holds every op that A's holds, by count and fingerprint, and so does the server. */
  async complete(): Promise<void> {
    const [follower] = this.#opened.followers
    if (!follower) throw new Error('not connected')
    const wanted = this.#known.summary
    await new Promise<void>((resolve) => {
      const stop = follower.state.subscribe(({ isVerified }) => {
        const { opCount, fingerprint } = this.#opened.journal.summary()
        if (isVerified && opCount === wanted.opCount && fingerprint === wanted.fingerprint) {
          queueMicrotask(() => stop())
          resolve()
        }
      })
    })
  }

  async countRight(): Promise<number> {
    const space = await this.#opened.space()
    let right = 0
    for (const [document, treeId] of this.#known.treeIds.entries()) {
      await space.withAppTree(treeId, ({ tree }) => {
        const rootId = tree.root?.id ?? ''
        for (let edit = 0; edit < EDITS_PER_DOCUMENT; edit++) {
          if (tree.property(rootId, keyOf(edit)) === valueOf(document, edit)) right += 1
        }
      })
    }
    return right
  }

  async look(): Promise<void> {
    const space = await this.#opened.space()
    this.#page = await space.openAppTree(this.#known.treeIds[0] ?? '')
  }

  edit(title: string): void {
    const { tree, rootId } = this.#looked
    tree.setProperty(rootId, TITLE, title)
  }

  endChange(): void {
    void this.#opened.flush()
  }

  onTitle(listener: (title: string) => void): void {
    const { tree, rootId } = this.#looked
    tree.onVertexChange(rootId, () => {
      const title = tree.property(rootId, TITLE)
      if (typeof title === 'string') listener(title)
    })
  }

  close(): Promise<void> {
    return this.#manager.closeAll()
  }

  get #known(): Catalogue {
    if (!this.#catalogue) throw new Error('no catalogue')
    return this.#catalogue
  }

  get #opened(): OpenSpace {
    if (!this.#open) throw new Error('not prepared')
    return this.#open
  }

  get #looked(): { readonly tree: AppTree['tree']; readonly rootId: string } {
    if (!this.#page) throw new Error('no page is open')
    return { tree: this.#page.tree, rootId: this.#page.tree.root?.id ?? '' }
  }
}

export const openClient: OpenClient = (options) => new GroveClient(options)
