import { expect, it } from 'vitest'
import { AppError } from '../AppError'
import type { Pack } from '../persistence/Pack'
import { decodeClientMessage, encodeMessage } from './messages'

const SPACE = 'a'.repeat(32)

function pack(counter = 5): Pack {
  return { treeId: 'b'.repeat(32), peerId: '1'.repeat(20), counter, count: 1, body: Uint8Array.of(1, 2, 3) }
}

function decoded(message: object, version: number): unknown {
  try {
    return decodeClientMessage(encodeMessage(message as Parameters<typeof encodeMessage>[0], version))
  } catch (error) {
    return AppError.detailOf(error)
  }
}

it('[SY5] a push is read alike in columns and without them, and refused alike', () => {
  const push = { kind: 'push', space: SPACE, batch: 7, packs: [pack(), pack(6)] }
  expect(decoded(push, 2)).toEqual(push)
  expect(decoded({ ...push, other: 1 }, 2)).toEqual(push)
  const bad = [
    { space: 'x' },
    { space: 1 },
    { batch: -1 },
    { batch: 0.5 },
    { batch: '7' },
    { batch: Number.NaN },
    { packs: [] },
  ]
  for (const part of bad) {
    const found = decoded({ ...push, ...part }, 2)
    expect(found).toMatchObject({ code: 'bad-frame' })
    expect(found).toEqual(decoded({ ...push, ...part }, 1))
  }
  const tooMany = Array.from({ length: 1001 }, (_, index) => pack(index + 1))
  expect(decoded({ ...push, packs: tooMany }, 2)).toEqual(decoded({ ...push, packs: tooMany }, 1))
})
