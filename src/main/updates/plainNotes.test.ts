import { describe, expect, it } from 'vitest'
import { plainNotes } from './plainNotes'

describe('plainNotes', () => {
  it.each<[unknown, string]>([
    [undefined, ''],
    [{ html: 1 }, ''],
    ['Boards show dates.\r\n\r\n\r\n\r\nLess memory.\n', 'Boards show dates.\n\nLess memory.'],
    ['a < b and c > d', 'a < b and c > d'],
    ['<h2>New</h2><ul><li>Boards</li><li>Dates &amp; times</li></ul>', 'New\n\n• Boards\n• Dates & times'],
    ['<p>Hello</p><script>steal()</script><img src=x onerror=steal()>', 'Hello'],
    [
      [
        { version: '0.3.0', note: 'Three' },
        { version: '0.2.0', note: null },
        { version: '0.1.1', note: '<p>One</p>' },
      ],
      '0.3.0\nThree\n\n0.1.1\nOne',
    ],
  ])('[UP5] shows %j as text', (notes, text) => {
    expect(plainNotes(notes)).toBe(text)
  })

  it('[UP5] does not show a whole book', () => {
    expect(plainNotes('x'.repeat(1_000_000))).toHaveLength(20_000)
  })
})
