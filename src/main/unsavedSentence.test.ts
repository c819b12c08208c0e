import { describe, expect, it } from 'vitest'
import { unsavedSentence } from './unsavedSentence'

describe('unsavedSentence', () => {
  it('[UI59] says what would be lost, where and why', () => {
    const sentence = unsavedSentence([
      { name: 'Home', pendingOps: 3, detail: { code: 'disk-full', path: '/data' } },
      { name: 'Work', pendingOps: 1, detail: { code: 'folder-missing', path: '/gone' } },
    ])
    expect(sentence).toMatch(/^3 changes in “Home” are not saved\. The disk is full/)
    expect(sentence).toMatch(/1 change in “Work” is not saved\. The folder \/gone is gone/)
  })
})
