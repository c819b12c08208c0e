// What the systems' adapters share: names by which vertices are told apart, and ids where an app must choose them.
export const NAME = 'name'

/** @param {number} vertex */
export function nameOf(vertex) {
  return `vertex ${vertex}`
}

/** @param {string} name */
export function numberOf(name) {
  return Number(name.slice('vertex '.length))
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-'

/**
 * 21 letters, as nanoid makes them, but the same for each run: what apps on Yjs or TinyBase name their rows by.
 * @param {number} vertex
 */
export function idOf(vertex) {
  let state = (vertex + 1) * 0x9e3779b1
  let id = ''
  for (let letter = 0; letter < 21; letter++) {
    state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) + letter
    id += LETTERS[(state >>> 20) & 63]
  }
  return id
}
