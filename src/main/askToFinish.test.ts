import { describe, expect, it } from 'vitest'
import { askToFinish, PATIENCE_MS, type ClosingWindow } from './askToFinish'

function situation(): {
  window: ClosingWindow
  timers: Parameters<typeof askToFinish>[1]
  did: string[]
  fire: (name: 'ready' | 'gone' | 'timer') => void
  waiting: () => number
} {
  const listeners = new Map<string, () => void>()
  const did: string[] = []
  const add = (name: string, listener: () => void) => {
    listeners.set(name, listener)
    return () => {
      listeners.delete(name)
    }
  }
  return {
    window: {
      ask: () => did.push('asked'),
      onGone: (listener) => add('gone', listener),
      onReady: (listener) => add('ready', listener),
    },
    timers: {
      after: (delayMs, fn) => {
        did.push(`waits ${delayMs}`)
        return add('timer', fn)
      },
      defer: () => () => undefined,
    },
    did,
    fire: (name) => listeners.get(name)?.(),
    waiting: () => listeners.size,
  }
}

describe('askToFinish', () => {
  it.each([
    ['ready', 'ready'],
    ['gone', 'gone'],
    ['timer', 'silent'],
  ] as const)('[UI58] ends when the page is %s, and leaves no timer or listener', async (event, answer) => {
    const { window, timers, did, fire, waiting } = situation()
    const asking = askToFinish(window, timers)
    expect(did).toEqual([`waits ${PATIENCE_MS}`, 'asked'])
    fire(event)
    expect(await asking).toBe(answer)
    expect(waiting()).toBe(0)
  })
})
