import { describe, expect, it } from 'vitest'
import { NewVertexIds } from './NewVertexIds'
import type { Environment } from '../environment'

describe('new vertex ids', () => {
  it('[TR25] are 32 hex digits, each of 16 random bytes of its own, however they are drawn', () => {
    let next = 0
    let draws = 0
    const randomBytes = (length: number): Uint8Array => {
      draws += 1
      const bytes = new Uint8Array(length)
      for (let at = 0; at < length; at += 16) new DataView(bytes.buffer).setUint32(at + 12, next++)
      return bytes
    }
    const ids = new NewVertexIds({ randomBytes } as Environment)
    for (let i = 0; i < 2000; i++) expect(ids.next()).toBe(i.toString(16).padStart(32, '0'))
    expect(draws).toBeLessThan(20)
  })
})
