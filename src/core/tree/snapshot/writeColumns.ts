import type { TreeState } from '../TreeState'
import { badSnapshot } from './badSnapshot'
import { ByteWriter } from './ByteWriter'
import { decodeRuns, decodeSums, numbersWithin } from './decodeNumbers'
import type { PartReader } from './PartReader'
import { RunWriter } from './RunWriter'
import { pauseAfter, stepwise, type Steps } from './Steps'
import { StoredValues } from './StoredValues'
import { ValueWriter } from './ValueWriter'

/** `[per vertex, keys, counters, peers, values]`: the winning writes, vertex by vertex. */
export function encodeWrites({ ids, properties }: TreeState): unknown[] {
  const [perVertex, keys, counters] = [new RunWriter(), new ByteWriter(), new ByteWriter()]
  const [peers, values] = [new RunWriter(), new ValueWriter()]
  let counter = 0
  for (let vertex = 0; vertex < ids.count; vertex++) {
    const writes = properties.writesOf(vertex)
    perVertex.number(writes.length)
    for (const write of writes) {
      keys.number(write.key)
      counters.signed(write.counter - counter)
      peers.number(write.peer)
      values.value(write.value)
      counter = write.counter
    }
  }
  return [perVertex.take(), keys.take(), counters.take(), peers.take(), values.take()]
}

export function* decodeWrites(part: PartReader, { ids, peerIds, keyNames, properties }: TreeState): Steps<void> {
  const perVertexBytes = part.bytes()
  const keys = numbersWithin(part.bytes(), { first: 0, end: keyNames.count })
  const count = keys.length
  const perVertex = decodeRuns(perVertexBytes, ids.count, count + 1)
  yield* pauseAfter(count)
  const counters = decodeSums(part.bytes(), count)
  const peers = decodeRuns(part.bytes(), count, peerIds.count)
  yield* pauseAfter(count)
  const values = yield* StoredValues.decode(part.part(), count)
  let writes = 0
  for (const number of perVertex) writes += number
  if (writes !== count) throw badSnapshot('properties are cut short')
  let end = 0
  yield* stepwise(ids.count, (from, to) => {
    end = properties.load(perVertex.subarray(from, to), from, { keys, counters, peers, values }, end)
  })
}
