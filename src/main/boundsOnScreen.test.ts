import { describe, expect, it } from 'vitest'
import { boundsOnScreen } from './boundsOnScreen'

const laptop = { x: 0, y: 0, width: 1440, height: 900 }
const beside = { x: 1440, y: 0, width: 1920, height: 1080 }

describe('boundsOnScreen', () => {
  it('[UI55] a window comes back where it was, also half outside', () => {
    const there = { x: 1600, y: 100, width: 1000, height: 700 }
    expect(boundsOnScreen(there, [laptop, beside])).toEqual(there)
    const half = { x: -500, y: 40, width: 900, height: 700 }
    expect(boundsOnScreen(half, [laptop])).toEqual(half)
  })

  it('[UI55] a window whose screen is gone comes to one that is there', () => {
    expect(boundsOnScreen({ x: 1600, y: 100, width: 1000, height: 700 }, [laptop])).toEqual({
      x: 440,
      y: 100,
      width: 1000,
      height: 700,
    })
  })

  it('[UI55] it is cut to the screen, and its title bar is always within reach', () => {
    expect(boundsOnScreen({ x: 5000, y: 5000, width: 4000, height: 3000 }, [laptop])).toEqual(laptop)
    expect(boundsOnScreen({ x: 100, y: -600, width: 800, height: 600 }, [laptop]).y).toBe(0)
  })
})
