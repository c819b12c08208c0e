import type { JsonValue } from 'reptree'
import type { SpaceTree } from '../tree/SpaceTree'
import type { VertexId } from '../tree/ops'

/** The settings every device of a space shares, and one configuration per app: last writer wins, key by key. */
export class SpaceSettings {
  constructor(readonly tree: SpaceTree) {}

  get(key: string): JsonValue | undefined {
    const id = this.#place('settings')
    return id === undefined ? undefined : this.tree.property(id, key)
  }

  set(key: string, value: JsonValue | undefined): void {
    const id = this.#place('settings')
    if (id !== undefined) this.tree.setProperty(id, key, value)
  }

  /** What this space says about the app, such as the defaults of new pages. Empty when it says nothing. */
  appConfig(appId: string): Readonly<Record<string, JsonValue>> {
    const id = this.#appVertex(appId)
    if (id === undefined) return {}
    const { kind: _kind, appId: _appId, _c: _createdAt, ...config } = this.tree.properties(id)
    return config
  }

  setAppConfig(appId: string, key: string, value: JsonValue | undefined): void {
    const appsId = this.#place('apps')
    if (appsId === undefined) return
    this.tree.transact(() => {
      const id = this.#appVertex(appId) ?? this.tree.createVertex(appsId, { kind: 'app', appId })
      this.tree.setProperty(id, key, value)
    })
  }

  /** Two devices may each make a configuration of one app while apart: the lower id is the one all agree on. */
  #appVertex(appId: string): VertexId | undefined {
    const appsId = this.#place('apps')
    if (appsId === undefined) return undefined
    const ids = this.tree.childIds(appsId).filter((id) => this.tree.property(id, 'appId') === appId)
    return [...ids].sort()[0]
  }

  #place(kind: 'settings' | 'apps'): VertexId | undefined {
    const root = this.tree.root
    return root && this.tree.childIds(root.id).find((id) => this.tree.property(id, 'kind') === kind)
  }
}
