import type { PlacedPacks } from '../../persistence/Pack'
import { readableOps } from '../../persistence/packBody'
import type { Position } from '../../persistence/PersistenceLayer'
import { isEditText, isMoveVertex, type VertexId } from '../../tree/ops'
import type { OpenSpace } from '../OpenSpace'
import { earlierValues, type EarlierValue, type PropertyWrite } from './earlierValues'

/** What names an entry and a space: what two machines may write at the same time, and a person would want back. */
const KEYS: readonly string[] = ['name', 'icon', 'color']

/**
 * Names, icons and colours that a vertex of the space tree had or was given, from the journal. Costs a look at all packs of the
 * space tree, in short turns; read are those in which the vertex is named. None where nothing is remembered beside the log.
 */
export async function readEarlierValues(
  { id, connection, arrivalTimes }: Pick<OpenSpace, 'id' | 'connection' | 'arrivalTimes'>,
  vertexId: VertexId,
): Promise<readonly EarlierValue[]> {
  if (!connection.memory) return []
  const writes: PropertyWrite[] = []
  for await (const part of connection.memory.placesOf(id)) writes.push(...writesIn(part, vertexId))
  const timeOf = (await arrivalTimes?.byPosition()) ?? ((): null => null)
  return earlierValues(writes, timeOf)
}

function writesIn({ packs, positions }: PlacedPacks, vertexId: VertexId): PropertyWrite[] {
  const name = Uint8Array.from(vertexId, (digit) => digit.charCodeAt(0))
  return packs.flatMap((pack, index): PropertyWrite[] => {
    if (!includes(pack.body, name)) return []
    const position: Position = positions[index] ?? 0
    return readableOps(pack).flatMap((op) => {
      if (op.targetId !== vertexId || isMoveVertex(op) || isEditText(op) || !KEYS.includes(op.key)) return []
      return { id: op.id, key: op.key, value: op.value, position }
    })
  })
}

/** Whether the bytes stand in it: far cheaper than to read all its ops, and hardly any pack is about one vertex. */
function includes(body: Uint8Array, bytes: Uint8Array): boolean {
  const [first = 0] = bytes
  const last = body.length - bytes.length
  for (let at = body.indexOf(first); at !== -1 && at <= last; at = body.indexOf(first, at + 1)) {
    let same = 1
    while (same < bytes.length && body[at + same] === bytes[same]) same += 1
    if (same === bytes.length) return true
  }
  return false
}
