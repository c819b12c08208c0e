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
