import type { JsonValue } from 'reptree'
import { isJsonValue } from './isJsonValue'
import { isoTime } from './isoTime'
import type { VertexId } from './ops'
import { CREATED_KEY } from './ChildOrder'
import type { TreeReplica } from './TreeReplica'
import { NewVertexIds } from './NewVertexIds'
import { NULL_VERTEX_ID } from './VertexId'

export type VertexProperties = Readonly<Record<string, JsonValue | undefined>>

/** Local changes, checked: mistakes throw, and what would change nothing authors nothing. */
export class TreeWriter {
  /** The time written last: what is made within one millisecond has the same. */
  #time = { ms: NaN, text: '' }

  readonly #newIds: NewVertexIds

  constructor(private readonly replica: TreeReplica) {
    this.#newIds = new NewVertexIds(replica.environment)
  }

  createNullVertex(): void {
    this.replica.move(NULL_VERTEX_ID, null)
  }

  createRoot(): VertexId {
    if (this.replica.vertices.rootId !== undefined) throw new Error('Root vertex already exists')
    return this.#create(this.#newIds.next(), null, {})
  }

  createVertex(parentId: VertexId, properties: VertexProperties, id?: VertexId): VertexId {
    this.replica.mustExist(parentId)
    if (id !== undefined && this.replica.vertices.has(id)) throw new Error(`Vertex ${id} exists already`)
    return this.#create(id ?? this.#newIds.next(), parentId, properties)
  }

  /** Undefined removes. Authors nothing when the value is the same primitive as before. */
  setProperty(id: VertexId, key: string, value: JsonValue | undefined): void {
    this.replica.mustExist(id)
    if (value !== undefined && !isJsonValue(value)) throw new Error(`The value for "${key}" is not JSON`)
    if (this.replica.vertices.property(id, key) !== value) this.replica.setProperty(id, key, value)
  }

  /** False, and nothing authored, when it is there already or would come to lie in itself. */
  move(id: VertexId, parentId: VertexId): boolean {
    const { vertices } = this.replica
    this.replica.mustExist(id)
    this.replica.mustExist(parentId)
    const from = vertices.parentId(id)
    if (from === null) throw new Error('A root cannot be moved')
    if (from === parentId || id === parentId || vertices.isUnder(parentId, id)) return false
    this.replica.move(id, parentId)
    return true
  }

  #create(id: VertexId, parentId: VertexId | null, properties: VertexProperties): VertexId {
    const ms = this.replica.environment.now()
    if (ms !== this.#time.ms) this.#time = { ms, text: isoTime(ms) }
    const created = this.#time.text
    this.replica.transact(() => {
      this.replica.move(id, parentId)
      this.setProperty(id, CREATED_KEY, Object.hasOwn(properties, CREATED_KEY) ? properties[CREATED_KEY] : created)
      for (const key of Object.keys(properties)) if (key !== CREATED_KEY) this.setProperty(id, key, properties[key])
    })
    return id
  }
}
