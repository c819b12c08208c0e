import { beforeEach, expect, it } from 'vitest'
import { TestEnvironment } from './testing/TestEnvironment'
import { Turns } from './Turns'

let environment: TestEnvironment
let turns: Turns
let begun: string[]
let end: Map<string, (error?: Error) => void>

beforeEach(() => {
  environment = new TestEnvironment(1)
  turns = new Turns(environment.timers)
  begun = []
  end = new Map()
})

const work = (name: string) => (): Promise<string> => {
  begun.push(name)
  return new Promise((resolve, reject) => {
    end.set(name, (error) => (error ? reject(error) : resolve(name)))
  })
}

it('[SV46] begins one thing in a turn, whether the last has ended or not', async () => {
  const waiting: (() => void)[] = []
  const after = environment.timers.after
  const slow = new Turns({ after, defer: (fn) => (waiting.push(fn), () => undefined) })
  const all = ['a', 'b', 'c'].map((name) => slow.begin(work(name)))
  for (const expected of ['a', 'ab', 'abc']) {
    await environment.settled()
    expect(begun.join('')).toBe(expected)
    expect(waiting.splice(0).map((turn) => turn())).toHaveLength(1)
  }
  for (const name of begun) end.get(name)?.()
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c'])
})

it('[SV46] takes one thing after the other, however they end', async () => {
  const [first, second] = [turns.take(work('a')), turns.take(work('b'))]
  await environment.run(10)
  expect(begun).toEqual(['a'])
  end.get('a')?.(new Error('it broke'))
  await expect(first).rejects.toThrow('it broke')
  await environment.run(10)
  expect(begun).toEqual(['a', 'b'])
  end.get('b')?.()
  expect(await second).toBe('b')
  await environment.run(10)
})
