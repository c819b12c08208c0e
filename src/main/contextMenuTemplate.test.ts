import { describe, expect, it } from 'vitest'
import { contextMenuTemplate, type PointedAt, type TextActions } from './contextMenuTemplate'

const nothing: PointedAt = {
  isEditable: false,
  selectionText: '',
  linkURL: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags: { canCut: false, canCopy: false, canPaste: false },
}
const did: string[] = []
const actions: TextActions = {
  replaceMisspelling: (word) => did.push(`replace ${word}`),
  addToDictionary: (word) => did.push(`learn ${word}`),
  copyText: (text) => did.push(`copy ${text}`),
}
const labels = (at: PointedAt): unknown[] =>
  contextMenuTemplate(at, actions).map((item) => item.label ?? item.role ?? item.type)

describe('contextMenuTemplate', () => {
  it('[UI57] offers nothing where there is nothing', () => {
    expect(contextMenuTemplate(nothing, actions)).toEqual([])
    expect(labels({ ...nothing, selectionText: 'words' })).toEqual(['copy'])
  })

  it('[UI57] offers corrections for a misspelled word', () => {
    const at = { ...nothing, isEditable: true, misspelledWord: 'teh', dictionarySuggestions: ['the', 'tea'] }
    expect(labels(at)).toEqual([
      'the',
      'tea',
      'Add to Dictionary',
      'separator',
      'cut',
      'copy',
      'paste',
      'pasteAndMatchStyle',
    ])
    for (const item of contextMenuTemplate(at, actions)) item.click?.({} as never, undefined, {})
    expect(did).toEqual(['replace the', 'replace tea', 'learn teh'])
  })

  it('[UI57] copies links that lead out, and no others', () => {
    expect(labels({ ...nothing, linkURL: 'https://example.org/' })).toEqual(['Copy Link'])
    expect(labels({ ...nothing, linkURL: 'grove-app://window/index.html' })).toEqual([])
  })
})
