import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { workloadNames } from '../budgetSeconds'
import { fillDocument } from './fillDocument'

const document = [
  '# Title',
  '<!-- bench fill -->',
  'old',
  '<!-- end -->',
  'why',
  '<!-- bench merge -->',
  '<!-- end -->',
]
const text = document.join('\n')

describe('a document with marks', () => {
  it('gets the texts between its marks, and keeps all else', () => {
    const filled = fillDocument(text, new Map([['fill', '| a |\n| $& |']]))
    expect(filled).toBe(text.replace('old', () => '\n| a |\n| $& |\n'))
  })

  it('comes out the same when it is filled again', () => {
    const texts = new Map([['merge', 'new']])
    const once = fillDocument(text, texts)
    expect(once).toContain('<!-- bench merge -->\n\nnew\n\n<!-- end -->')
    expect(fillDocument(once, texts)).toBe(once)
  })

  it('is docs/performance.md: it has room for every workload, the verdicts and the run', () => {
    const performance = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8')
    const names = ['run', 'verdicts', ...workloadNames]
    const filled = fillDocument(performance, new Map(names.map((name) => [name, `table of ${name}`])))
    expect(names.filter((name) => !filled.includes(`table of ${name}\n`))).toEqual([])
  })
})
