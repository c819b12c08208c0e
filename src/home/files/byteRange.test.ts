import { describe, expect, it } from 'vitest'
import { byteRange } from './byteRange'

describe('byteRange', () => {
  it.each([
    [null, 'whole'],
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-500', { first: 90, last: 99 }],
    ['bytes=-5', { first: 95, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-2', 'whole'],
    ['bytes=0-1,5-6', 'whole'],
    ['lines=0-1', 'whole'],
    ['bytes=-', 'whole'],
  ])('[UI52] %j of 100 bytes is %j', (header, expected) => {
    expect(byteRange(header, 100)).toEqual(expected)
  })

  it('[UI52] an empty file has no range', () => {
    expect(byteRange('bytes=0-', 0)).toBe('unsatisfiable')
  })
})
