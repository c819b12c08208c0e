import { describe, expect, it } from 'vitest'
import { opensSafely, plainFileName } from './opensSafely'

describe('opensSafely', () => {
  it.each(['plan.pdf', 'photo.JPG', 'notes.tar.gz', 'table.csv'])('[UI62] %s may be opened', (name) => {
    expect(opensSafely(name)).toBe(true)
  })

  it.each(['setup.exe', 'plan.pdf.EXE', 'run.sh', 'x.desktop', 'x.exe. .', 'noextension', '.bashrc'])(
    '[UI62] %s is only shown',
    (name) => {
      expect(opensSafely(name)).toBe(false)
    },
  )
})

describe('plainFileName', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a\\b:c', 'a_b_c'],
    ['..', 'file_'],
    ['con.txt', 'file_con.txt'],
    ['x.pdf. ', 'x.pdf'],
    ['a\nb', 'a_b'],
  ])('[UI62] %j becomes %j', (name, expected) => {
    expect(plainFileName(name)).toBe(expected)
  })
})
