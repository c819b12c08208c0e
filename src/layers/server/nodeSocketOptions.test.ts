import { describe, expect, it } from 'vitest'
import { nodeSocketOptions } from './nodeSocketOptions'

describe('the sockets of Node', () => {
  it('[SY50] mask what others on the way could read, and nothing else', () => {
    const isMasked = (url: string): boolean => nodeSocketOptions(url).generateMask === undefined
    expect(['ws://grove.example/', 'ws://192.168.1.2:80/', 'ws://127.0.0.1.example/'].map(isMasked)).toEqual([
      true,
      true,
      true,
    ])
    expect(['wss://grove.example/', 'ws://127.0.0.1:4000/', 'ws://localhost/', 'ws://[::1]:1/'].map(isMasked)).toEqual([
      false,
      false,
      false,
      false,
    ])
  })

  it('[SY50] a mask that is not needed is zero', () => {
    const mask = Buffer.of(1, 2, 3, 4)
    nodeSocketOptions('wss://grove.example/').generateMask?.(mask)
    expect([...mask]).toEqual([0, 0, 0, 0])
  })
})
