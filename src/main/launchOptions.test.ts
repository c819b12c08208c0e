import { describe, expect, it } from 'vitest'
import { launchOptions } from './launchOptions'

describe('launchOptions', () => {
  it.each([
    [['grove', '--data-dir=/there'], '/there'],
    [['grove', '.', '--data-dir', 'near'], '/here/near'],
    [['grove', '--data-dir='], undefined],
    [['grove', '--data-directory=/there'], undefined],
  ])('[UI51] %j keeps its data in %j', (argv, dataFolder) => {
    expect(launchOptions(argv, '/here').dataFolder).toBe(dataFolder)
  })

  it('[UP13] knows safe mode', () => {
    expect(launchOptions(['grove', '--safe-mode'], '/').isSafeMode).toBe(true)
    expect(launchOptions(['grove', '--safe-modes'], '/').isSafeMode).toBe(false)
  })

  it('[UI51] notices a profile of its own', () => {
    expect(launchOptions(['grove', '--user-data-dir=/p'], '/').hasOwnProfile).toBe(true)
    expect(launchOptions(['grove'], '/').hasOwnProfile).toBe(false)
  })
})
