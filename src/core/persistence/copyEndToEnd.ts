/**
 * Copies pieces one after the other into `to`, the first at `at`; returns where the last one ends. What lies end to end
 * already, as the bodies of one message or row do, goes in one step: a step for each would take longer than its bytes.
 */
export function copyEndToEnd(pieces: readonly Uint8Array[], to: Uint8Array, at = 0): number {
  let end = at
  for (let index = 0; index < pieces.length;) {
    const first = pieces[index]!
    let stretchEnd = first.byteOffset + first.byteLength
    for (let next = pieces[++index]; next && follows(next, stretchEnd, first); next = pieces[++index]) {
      stretchEnd += next.byteLength
    }
    const sizeBytes = stretchEnd - first.byteOffset
    to.set(sizeBytes === first.byteLength ? first : new Uint8Array(first.buffer, first.byteOffset, sizeBytes), end)
    end += sizeBytes
  }
  return end
}

/** Bytes of their own begin at 0 and are told by that; asking a small array for its buffer makes one. */
function follows(next: Uint8Array, end: number, first: Uint8Array): boolean {
  return next.byteOffset === end && end > 0 && next.buffer === first.buffer
}
