import { Packr } from 'msgpackr'
import { describe, expect, it } from 'vitest'
import { AppError } from '../AppError'
import { SeededRandom } from '../testing/SeededRandom'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { appLinkOf, readJoinLink, webLinkOf, type JoinLink } from './JoinLink'

const link: JoinLink = {
  server: 'https://grove.example.org:8443',
  spaceId: 'c'.repeat(32),
  code: 'abcdefghijklmnopqrstuvwx',
  key: Uint8Array.from({ length: 32 }, (_, index) => index),
  spaceName: 'Garden',
}
const codec = new Packr({ useRecords: false })

/** A link that says other things than ours do. */
function forged(change: Record<string, unknown>): string {
  const { server: s, spaceId: i, code: c, key: k, spaceName: n } = link
  return `grove://join#${encodeBase64Url(codec.pack({ v: 1, s, i, c, k, n, ...change }))}`
}

function codeFor(text: string): string {
  try {
    readJoinLink(text)
    return 'read'
  } catch (error) {
    return AppError.detailOf(error).code
  }
}

describe('a link to join', () => {
  it('[KE8] reads back in both forms', () => {
    for (const one of [link, { ...link, key: null, server: 'http://[::1]:7000', spaceName: 'Ünïcode 🌱' }]) {
      expect(readJoinLink(appLinkOf(one))).toEqual(one)
      expect(readJoinLink(` ${webLinkOf(one)}\n`)).toEqual(one)
    }
    expect(webLinkOf(link)).toMatch(/^https:\/\/grove\.example\.org:8443\/join#[\w-]+$/)
  })

  it('[KE8] stays the same in every version', () => {
    expect(appLinkOf(link)).toBe(
      'grove://join#hqF2AaFzvmh0dHBzOi8vZ3JvdmUuZXhhbXBsZS5vcmc6ODQ0M6Fp2SBjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY6FjuGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eKFrxCAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eH6FupkdhcmRlbg',
    )
  })

  it('[KE8] keeps the key behind the #, where no server sees it', () => {
    const [seen] = webLinkOf(link).split('#')
    expect(seen).toBe('https://grove.example.org:8443/join')
  })

  it.each([
    ['nothing', ''],
    ['another address', 'https://example.org/'],
    ['another word', appLinkOf(link).replace('join', 'open')],
    ['a cut end', appLinkOf(link).slice(0, -5)],
    ['a mistaken letter', appLinkOf(link).replace('#h', '#!')],
    ['more than a link', `${appLinkOf(link)}${'A'.repeat(5000)}`],
    ['a newer version', forged({ v: 2 })],
    ['something besides', forged({ extra: 1 })],
    ['a short key', forged({ k: new Uint8Array(16) })],
    ['a key as text', forged({ k: 'secret' })],
    ['a server that is a script', forged({ s: 'javascript:alert(1)' })],
    ['a server with a path', forged({ s: 'https://example.org/elsewhere' })],
    ['a server with a user', forged({ s: 'https://me@example.org' })],
    ['a space that is none', forged({ i: '../../etc' })],
    ['a code that is none', forged({ c: '../members' })],
    ['a name of a megabyte', forged({ n: 'x'.repeat(1000) })],
    ['no map', `grove://join#${encodeBase64Url(codec.pack([1, 2]))}`],
  ])('[KE8] refuses %s', (_, text) => {
    expect(codeFor(text)).toBe('bad-link')
  })

  it('[KE8] nothing makes it throw anything else', () => {
    const random = new SeededRandom(11)
    const bytes = decodeBase64Url(appLinkOf(link).slice('grove://join#'.length)) ?? new Uint8Array()
    for (let round = 0; round < 3000; round++) {
      const copy = round % 2 ? bytes.slice() : random.bytes(random.integer(120))
      for (let change = 0; change < 3; change++) copy[random.integer(copy.length)] = random.integer(256)
      expect(['read', 'bad-link']).toContain(codeFor(`grove://join#${encodeBase64Url(copy)}`))
    }
  })
})

describe('base64url', () => {
  it('[KE8] gives back bytes of any length, and has one spelling for each', () => {
    const random = new SeededRandom(12)
    for (let length = 0; length < 200; length++) {
      const bytes = random.bytes(length)
      const text = encodeBase64Url(bytes)
      expect(text).toBe(Buffer.from(bytes).toString('base64url'))
      expect(decodeBase64Url(text)).toEqual(bytes)
    }
    for (const wrong of ['A', 'AB', 'AA=', 'A A', 'ÄA', 'AAAAA']) expect(decodeBase64Url(wrong)).toBeUndefined()
  })
})
