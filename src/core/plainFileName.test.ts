import { describe, expect, it } from 'vitest'
import { plainFileName } from './plainFileName'

describe('plainFileName', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a\\b:c', 'a_b_c'],
    ['..', 'file_'],
    ['con.txt', 'file_con.txt'],
    ['x.pdf. ', 'x.pdf'],
    ['a\nb', 'a_b'],
    ['e\u0301t\u00e9.md', '\u00e9t\u00e9.md'],
  ])('[UI62] %j becomes %j', (name, expected) => {
    expect(plainFileName(name)).toBe(expected)
  })

  it('[UI62] a name that no disk takes is cut, its end is kept', () => {
    const name = plainFileName(`${'漢'.repeat(200)}.pdf`)
    expect(name).toBe(`${'漢'.repeat(65)}.pdf`)
    expect(plainFileName('x'.repeat(300))).toBe('x'.repeat(200))
  })
})
