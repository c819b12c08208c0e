import type { JsonValue, TreeVertexProperty } from 'reptree'
import type { VertexId } from './ops'
import type { VertexTable } from './VertexTable'

/**
 * One vertex of a table, read when asked. Stands in where RepTree expects its `VertexState` (`id`, `parentId`,
 * `getProperty`, `getAllProperties`), so its `Vertex` reads straight from the table.
 */
export class VertexRecord {
  constructor(
    private readonly table: VertexTable,
    private readonly index: number,
  ) {}

  get id(): VertexId {
    return this.table.idAt(this.index)
  }

  get parentId(): VertexId | null {
    return this.table.parentIdAt(this.index)
  }

  getProperty(key: string): JsonValue | undefined {
    return this.table.propertyAt(this.index, key)
  }

  getAllProperties(): TreeVertexProperty[] {
    return this.table.propertiesAt(this.index)
  }
}
