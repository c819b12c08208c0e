import { expect, it } from 'vitest'
import { describeError } from './AppError'

it('[UI187] says sizes as a person would', () => {
  const { what, usedBytes, limitBytes } = { what: 'Your room', usedBytes: 999_400_000, limitBytes: 1_000_000_000 }
  expect(describeError({ code: 'quota', what, usedBytes, limitBytes })).toMatch(
    /^Your room is full \(999 MB of 1\.0 GB\)/,
  )
  const sizes = { sizeBytes: 9_000_000, limitBytes: 4_000 }
  expect(describeError({ code: 'too-large', what: 'A file', ...sizes })).toBe(
    'A file is too large (9.0 MB, the limit is 4.0 KB).',
  )
})

it.each([
  [4_100_000, 4_000_000, '4.1 MB, the limit is 4.0 MB'],
  [4_030_000, 4_000_000, '4.03 MB, the limit is 4.00 MB'],
  [200_300_000, 200_000_000, '200.3 MB, the limit is 200.0 MB'],
  [4_000_001, 4_000_000, '4,000,001 bytes, the limit is 4,000,000 bytes'],
])('[UI201] a size over the limit reads as another one: %i', (sizeBytes, limitBytes, sizes) => {
  const detail = { code: 'too-large', what: 'A file', sizeBytes, limitBytes } as const
  expect(describeError(detail)).toBe(`A file is too large (${sizes}).`)
})
