import { describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { answerRequest, type RequestHandlers } from './answerRequest'

const unexpected: unknown[] = []
const handlers = {
  'window.title': ({ title }: { title: string }, from: string) => {
    if (title === 'full') throw new AppError({ code: 'disk-full', path: '/data' })
    if (title === 'bug') throw new Error('a mistake')
    return from === 'window' ? null : 'elsewhere'
  },
} as unknown as RequestHandlers<string>
const ask = (name: unknown, question?: unknown) =>
  answerRequest(handlers, name, question, 'window', (at, error) => unexpected.push([at, String(error)]))

describe('answerRequest', () => {
  it('[UI61] answers what was asked', async () => {
    expect(await ask('window.title', { title: 'x' })).toEqual({ ok: true, value: null })
  })

  it.each([
    ['constructor', {}],
    ['__proto__', {}],
    [undefined, undefined],
    [{ name: 'window.title' }, {}],
    ['window.title', undefined],
    ['window.title', { title: 7 }],
    ['window.title', { title: 'x'.repeat(301) }],
  ])('[UI61] refuses %j with a sentence', async (name, question) => {
    expect(await ask(name, question)).toMatchObject({
      ok: false,
      detail: { code: 'bad-request', reason: expect.any(String) as string },
    })
  })

  it('[UI61] does not repeat what it refuses', async () => {
    const answer = await ask('window.title', { title: ['my secret'] })
    expect(JSON.stringify(answer)).not.toContain('secret')
  })

  it('[UI61] trouble is an answer; mistakes are reported too', async () => {
    expect(await ask('window.title', { title: 'full' })).toMatchObject({ detail: { code: 'disk-full' } })
    expect(unexpected).toEqual([])
    expect(await ask('window.title', { title: 'bug' })).toMatchObject({ detail: { code: 'unexpected' } })
    expect(unexpected).toEqual([['window.title', 'Error: a mistake']])
  })
})
