import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { WebSocket } from 'ws'
import { sealedCipher } from '../../../src/core/keys/sealedCipher'
import type { SpaceKey } from '../../../src/core/keys/SpaceKey'
import type { LogSummary } from '../../../src/core/persistence/PersistenceLayer'
import type { OpenSpace } from '../../../src/core/space/OpenSpace'
import type { SpaceId } from '../../../src/core/space/Space'
import { SpaceManager } from '../../../src/core/space/SpaceManager'
import { ClientLink } from '../../../src/core/sync/ClientLink'
import type { FollowerState } from '../../../src/core/sync/FollowerState'
import type { FollowerSync } from '../../../src/core/sync/FollowerSync'
import { RemotePersistenceLayer } from '../../../src/core/sync/RemotePersistenceLayer'
import { nodeEnvironment } from '../../../src/layers/runtime/nodeEnvironment'
import { connectWebSocket, type SocketFactory } from '../../../src/layers/server/connectWebSocket'
import { ServerApi } from '../../../src/layers/server/ServerApi'
import { ServerPersistenceLayer } from '../../../src/layers/server/ServerPersistenceLayer'
import { SQLitePersistenceLayer } from '../../../src/layers/sqlite/SQLitePersistenceLayer'

const LOOK = { name: 'Endurance', color: 'green', icon: '🌳' }
const noSecrets = { seal: () => undefined, unseal: () => undefined }
const openSocket = ((url) => new WebSocket(url)) as SocketFactory

/** What a machine's main process keeps of a space, without its windows: SQLite on disk, followed by a server. */
export class SyncingMachine {
  readonly #manager: SpaceManager
  #open: OpenSpace | undefined

  constructor(
    readonly name: string,
    readonly folder: string,
    readonly key: SpaceKey,
  ) {
    this.#manager = new SpaceManager(nodeEnvironment, (spaceId, mode) => {
      mkdirSync(this.folder, { recursive: true })
      const file = path.join(this.folder, `${spaceId}.sqlite`)
      const environment = nodeEnvironment
      const journal = new SQLitePersistenceLayer({ spaceId, path: file, mode, environment, sealer: noSecrets })
      return { journal, memory: journal }
    })
  }

  get open(): OpenSpace {
    if (!this.#open) throw new Error(`${this.name} has no space yet`)
    return this.#open
  }

  get follower(): FollowerSync {
    const [follower] = this.open.followers
    if (!follower) throw new Error(`${this.name} is not connected`)
    return follower
  }

  get summary(): LogSummary {
    return this.open.journal.summary()
  }

  async create(): Promise<SpaceId> {
    this.#open = await this.#manager.createSpace(LOOK)
    return this.#open.id
  }

  /** Signs in and keeps the space in step with the server, adopting it when it is not here. */
  async connect(
    url: string,
    account: { readonly user: string; readonly password: string },
    id: SpaceId,
  ): Promise<void> {
    const home = { url, fetch, environment: nodeEnvironment }
    const { token } = await new ServerApi(home).signIn({ ...account, deviceName: this.name })
    const cipher = sealedCipher(this.key, nodeEnvironment)
    const api = new ServerApi({ ...home, token: () => Promise.resolve(token) })
    await api.createSpace({ id, keyId: cipher.keyId, label: cipher.sealLabel(LOOK.name) })
    this.#open ??= await this.#manager.adoptSpace(id)
    const link = new ClientLink({
      connect: () => connectWebSocket(url, openSocket, nodeEnvironment),
      environment: nodeEnvironment,
      name: this.name,
      token: () => Promise.resolve(token),
    })
    const remote = new RemotePersistenceLayer({ id: `server:${url}`, spaceId: id, link, keyId: cipher.keyId })
    this.#open.addLayer(new ServerPersistenceLayer(remote, cipher))
  }

  /** Resolves at the first state of the server layer that fits. */
  until(fits: (state: FollowerState) => boolean): Promise<void> {
    const { state } = this.follower
    return new Promise((resolve) => {
      const stop = state.subscribe((now) => {
        if (fits(now)) end()
      })
      const end = (): void => {
        stop()
        resolve()
      }
      if (fits(state.current)) end()
    })
  }

  close(): Promise<void> {
    return this.#manager.closeAll()
  }
}
