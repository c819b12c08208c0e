/** Comes in from the home: the core has no compression of its own. */
export interface Compressor {
  compress(bytes: Uint8Array): Uint8Array
  /** Throws when the bytes are not what `compress` made. */
  decompress(bytes: Uint8Array): Uint8Array
}
