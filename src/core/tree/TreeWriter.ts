import type { JsonValue } from 'reptree'
import { isJsonValue } from './isJsonValue'
import { isoTime } from './isoTime'
import type { VertexId } from './ops'
import { CREATED_KEY } from './siblingOrder'
import type { TreeReplica } from './TreeReplica'
import { newVertexId, NULL_VERTEX_ID } from './VertexId'

export type VertexProperties = Readonly<Record<string, JsonValue | undefined>>

/** Local changes, checked: mistakes throw, and what would change nothing authors nothing. */
export class TreeWriter {
  constructor(private readonly replica: TreeReplica) {}

  createNullVertex(): void {
    this.replica.move(NULL_VERTEX_ID, null)
  }

  createRoot(): VertexId {
    if (this.replica.vertices.rootId !== undefined) throw new Error('Root vertex already exists')
    return this.#create(newVertexId(this.replica.environment), null, {})
  }

  createVertex(parentId: VertexId, properties: VertexProperties, id?: VertexId): VertexId {
    this.mustExist(parentId)
    if (id !== undefined && this.replica.vertices.get(id)) throw new Error(`Vertex ${id} exists already`)
    return this.#create(id ?? newVertexId(this.replica.environment), parentId, properties)
  }

  /** Undefined removes. Authors nothing when the value is the same primitive as before. */
  setProperty(id: VertexId, key: string, value: JsonValue | undefined): void {
    const vertex = this.replica.vertices.get(id)
    if (!vertex) throw missing(id)
    if (value !== undefined && !isJsonValue(value)) throw new Error(`The value for "${key}" is not JSON`)
    if (vertex.getProperty(key) !== value) this.replica.setProperty(id, key, value)
  }

  /** False, and nothing authored, when it is there already or would come to lie in itself. */
  move(id: VertexId, parentId: VertexId): boolean {
    const vertex = this.replica.vertices.get(id)
    const parent = this.replica.vertices.get(parentId)
    if (!vertex) throw missing(id)
    if (!parent) throw missing(parentId)
    if (vertex.parent === null) throw new Error('A root cannot be moved')
    if (vertex.parent === parent || parent.isAtOrUnder(vertex)) return false
    this.replica.move(id, parentId)
    return true
  }

  mustExist(id: VertexId): void {
    if (!this.replica.vertices.get(id)) throw missing(id)
  }

  #create(id: VertexId, parentId: VertexId | null, properties: VertexProperties): VertexId {
    const created = isoTime(this.replica.environment.now())
    this.replica.transact(() => {
      this.replica.move(id, parentId)
      for (const [key, value] of Object.entries({ [CREATED_KEY]: created, ...properties })) {
        this.setProperty(id, key, value)
      }
    })
    return id
  }
}

function missing(id: VertexId): Error {
  return new Error(`Vertex ${id} is not in this tree`)
}
