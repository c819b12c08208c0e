import { generateNKeysBetween } from 'fractional-indexing'
import type { Environment } from '../environment'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const SUFFIX_LENGTH = 3
/** Sorts before every key that fractional-indexing makes. */
const LOWEST = '0'

/**
 * `count` ascending keys for property `order` that sort between two neighbours with plain `<`, as short as spreading them evenly
 * allows; undefined means the end of the list. They end in random digits, so that two replicas inserting at the same place rarely make
 * the same key. Where `a` does not sort before `b` (they did make the same key) or a neighbour is no key at all, they sort right
 * after `a`.
 */
export function ordersBetween(
  a: string | undefined,
  b: string | undefined,
  count: number,
  environment: Environment,
): string[] {
  const keys = evenKeys(a, b, count)
  const suffix = randomSuffix(environment)
  return keys.map((key, i) => {
    const next = keys[i + 1] ?? b
    const unlikely = key + suffix
    // Where the next key begins with this one the suffix could sort after it.
    return next === undefined || unlikely < next || next <= key ? unlikely : key
  })
}

function evenKeys(a: string | undefined, b: string | undefined, count: number): string[] {
  if (a !== undefined && b !== undefined && a >= b) return keysAfter(a, count)
  try {
    // The empty string sorts before every key, as no neighbour does.
    return generateNKeysBetween(a === '' ? undefined : a, b, count)
  } catch {
    // A neighbour is a string that somebody else wrote and no fractional index.
    return a === undefined ? keysAfter(LOWEST, count) : keysAfter(a, count)
  }
}

/** Keys that begin with `a`: they sort after it, and before nearly everything else that does. */
function keysAfter(a: string, count: number): string[] {
  return generateNKeysBetween('a0', 'a1', count).map((key) => a + key.slice(2))
}

function randomSuffix(environment: Environment): string {
  const bytes = environment.randomBytes(SUFFIX_LENGTH)
  let suffix = ''
  for (const byte of bytes) suffix += DIGITS.charAt(byte % DIGITS.length)
  // A fractional index must not end in the digit zero.
  return suffix.slice(0, -1) + (suffix.endsWith('0') ? 'V' : suffix.slice(-1))
}
