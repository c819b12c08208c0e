import { describe, expect, it } from 'vitest'
import { fileAddress } from './fileAddress'

const space = 'a'.repeat(32)
const hash = 'b'.repeat(64)

describe('fileAddress', () => {
  it('[UI52] names a space, a file and its type', () => {
    const address = fileAddress(`grove-file://${space}/${hash}?type=image/svg%2Bxml`)
    expect(address).toEqual({ spaceId: space, hash, mimeType: 'image/svg+xml' })
  })

  it.each([
    `grove-file://${space}/../${hash}/x`,
    `grove-file://${space}/${hash.slice(1)}`,
    `grove-file://elsewhere/${hash}`,
    `grove-file://${space}/`,
    `https://${space}/${hash}`,
  ])('[UI52] %s names nothing', (url) => {
    expect(fileAddress(url)).toBeUndefined()
  })

  it('[UI52] a type that is none is bytes, so that nothing slips into the headers', () => {
    for (const type of ['', 'html', 'text/html%0d%0aset-cookie:x', 'text/html;charset=x']) {
      expect(fileAddress(`grove-file://${space}/${hash}?type=${type}`)?.mimeType).toBe('application/octet-stream')
    }
  })
})
