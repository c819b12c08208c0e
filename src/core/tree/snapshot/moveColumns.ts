import type { MoveLog } from '../MoveLog'
import type { TreeState } from '../TreeState'
import { NONE } from '../VertexPlaces'
import { ByteWriter } from './ByteWriter'
import { decodeRuns, decodeSums, sumsWithin } from './decodeNumbers'
import type { PartReader } from './PartReader'
import { RunWriter } from './RunWriter'
import { pauseAfter, stepwise, type Steps } from './Steps'

/** `[counters, peers, targets, parents]`, each number as what it adds to the one before. */
export function encodeMoves(log: MoveLog): unknown[] {
  const [counters, peers, targets, parents] = [new ByteWriter(), new RunWriter(), new ByteWriter(), new ByteWriter()]
  let [counter, target, parent] = [0, 0, 0]
  for (let i = 0; i < log.count; i++) {
    const move = log.at(i)
    counters.signed(move.counter - counter)
    peers.number(move.peer)
    targets.signed(move.target - target)
    parents.signed(move.parent - parent)
    ;({ counter, target, parent } = move)
  }
  return [counters.take(), peers.take(), targets.take(), parents.take()]
}

/** Does the moves again, one after the other: places are not in a snapshot. */
export function* decodeMoves(part: PartReader, { log, ids, peerIds }: TreeState): Steps<void> {
  const counters = decodeSums(part.bytes())
  const count = counters.length
  const peers = decodeRuns(part.bytes(), count, peerIds.count)
  yield* pauseAfter(count)
  const targets = sumsWithin(part.bytes(), { first: 0, end: ids.count }, count)
  yield* pauseAfter(count)
  const parents = sumsWithin(part.bytes(), { first: NONE, end: ids.count }, count)
  yield* pauseAfter(count)
  yield* stepwise(count, (from, end) => log.load({ counters, peers, targets, parents }, from, end))
}
