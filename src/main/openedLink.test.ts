import { describe, expect, it } from 'vitest'
import { openedLink } from './openedLink'

describe('openedLink', () => {
  it.each([
    [['/usr/bin/grove', 'grove://join#abc'], 'grove://join#abc'],
    [['grove', 'grove://open?space=1'], 'grove://open?space=1'],
    [['grove', '--data-dir=/x', 'GROVE://join#abc'], 'GROVE://join#abc'],
    [['grove', '--link=grove://join#abc', '/home/grove://'], undefined],
    [['grove', `grove://join#${'a'.repeat(9000)}`], undefined],
    [[], undefined],
  ])('[UI69] %j holds %j', (argv, link) => {
    expect(openedLink(argv)).toBe(link)
  })
})
