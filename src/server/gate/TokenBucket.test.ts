import { expect, it } from 'vitest'
import { TokenBucket } from './TokenBucket'

it('[SV12] lets through a burst, then the rate, and says when to come again', () => {
  const bucket = new TokenBucket(8, 4, 0)
  expect(bucket.take(8, 0)).toBe(0)
  expect(bucket.take(1, 0)).toBe(250)
  expect(bucket.take(1, 125)).toBe(125)
  expect(bucket.take(1, 250)).toBe(0)
  // What is larger than the bucket passes when it is full, or it never would.
  expect(bucket.take(1000, 2250)).toBe(0)
  expect(bucket.take(1, 2250)).toBe(250)
})

it('[SV12] goes on when the clock is set back', () => {
  const bucket = new TokenBucket(1, 1, 1_000_000)
  expect(bucket.take(1, 1_000_000)).toBe(0)
  expect(bucket.take(1, 0)).toBe(1000)
  expect(bucket.take(1, 1000)).toBe(0)
})

it('[SV12] holds no more than its capacity', () => {
  const bucket = new TokenBucket(2, 1, 0)
  bucket.giveBack(5)
  expect(bucket.take(2, 1_000_000)).toBe(0)
  expect(bucket.take(1, 1_000_000)).toBe(1000)
})
