import { randomBytes } from 'node:crypto'
import type { Environment } from '../../core/environment'
import { SodiumPrimitives } from './SodiumPrimitives'

const sodium = new SodiumPrimitives()

/** The real clock, randomness and timers of a Node process. */
export const nodeEnvironment: Environment = {
  now: () => Date.now(),
  randomBytes: (length) => new Uint8Array(randomBytes(length)),
  timers: {
    after(delayMs, fn) {
      const timer = setTimeout(fn, delayMs)
      return () => clearTimeout(timer)
    },
    defer(fn) {
      const turn = setImmediate(fn)
      return () => clearImmediate(turn)
    },
  },
  sealing: () => {
    void sodium.load()
    return sodium
  },
}
