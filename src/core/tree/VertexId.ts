import type { Environment } from '../environment'
import { hexOf } from '../hex'
import type { VertexId } from './ops'

/** Every tree has it: the creator's first op makes it, and what is removed goes under it. */
export const NULL_VERTEX_ID: VertexId = '0'

/** A vertex id nobody else has: 32 hex digits. */
export function newVertexId(environment: Environment): VertexId {
  return hexOf(environment.randomBytes(16))
}
