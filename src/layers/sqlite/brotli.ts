import { brotliCompress, brotliCompressSync, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib'
import { promisify } from 'node:util'
import type { Compressor } from '../../core/persistence/segment/Compressor'

/** Higher ones take twice the time for a hundredth less (measured on 16,000 packs). */
const QUALITY = 5
/** Less than this is done before another thread would have begun. */
const MAX_AT_ONCE_BYTES = 128 * 1024

const compressElsewhere = promisify(brotliCompress)
const decompressElsewhere = promisify(brotliDecompress)

function options(bytes: Uint8Array): { params: Record<number, number> } {
  return {
    params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength },
  }
}

export const brotli: Compressor = {
  compress: (bytes) => brotliCompressSync(bytes, options(bytes)),
  decompress: (bytes) => brotliDecompressSync(bytes),
}

/** The same off the main thread, where there is much of it. */
export const brotliAside = {
  compress: async (bytes: Uint8Array): Promise<Uint8Array> =>
    bytes.byteLength > MAX_AT_ONCE_BYTES ? compressElsewhere(bytes, options(bytes)) : brotli.compress(bytes),
  decompress: async (bytes: Uint8Array): Promise<Uint8Array> =>
    bytes.byteLength > MAX_AT_ONCE_BYTES ? decompressElsewhere(bytes) : brotli.decompress(bytes),
}
