/** A byte string that a dictionary knows: the same bytes are the same object. */
export interface Entry {
  readonly bytes: Uint8Array
}

/** Longer ones hardly ever repeat, and comparing them costs more than keeping them twice. */
const MAX_SHARED_BYTES = 256

/** Tells byte strings that were met before. */
export class Dictionary {
  readonly #entryByText = new Map<string, Entry>()

  /** Names must be told apart by identity, so `isName` is for all lengths. */
  entry(bytes: Uint8Array, isName: boolean): Entry {
    if (!isName && bytes.length > MAX_SHARED_BYTES) return { bytes }
    const text = textOf(bytes)
    let entry = this.#entryByText.get(text)
    if (!entry) {
      entry = { bytes }
      this.#entryByText.set(text, entry)
    }
    return entry
  }
}

/** One character a byte: a key for a map, not something to read. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096))
  return text
}
