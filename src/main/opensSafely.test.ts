import { describe, expect, it } from 'vitest'
import { opensSafely } from './opensSafely'

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
