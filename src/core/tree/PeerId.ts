import type { Environment } from '../environment'
import type { PeerId } from './ops'

const DIGITS = 20

/** A peer id nobody else has: 20 decimal digits (66 random bits), so that every locale orders it alike. */
export function newPeerId(environment: Environment): PeerId {
  const digits: number[] = []
  while (digits.length < DIGITS) {
    for (const byte of environment.randomBytes(DIGITS + 4)) {
      // Bytes from 250 on would make the digits 0 to 5 likelier.
      if (byte < 250 && digits.length < DIGITS) digits.push(byte % 10)
    }
  }
  // Joined at once: a string that grew digit by digit keeps all its parts.
  return digits.join('')
}
