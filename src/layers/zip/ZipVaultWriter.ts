import { ZipWriter } from '@zip.js/zip.js/lib/zip-core-writer.js'
import type { VaultWriter } from '../../core/space/VaultWriter'
import { InPieces } from './InPieces'
import { notWritten } from './notWritten'

/**
 * A zip file that is written as it comes: of what is in it only the list of names stays in memory. Of any size, and with any
 * number of files (Zip64 where it is needed).
 */
export class ZipVaultWriter implements VaultWriter {
  readonly #pieces: InPieces
  readonly #zip: ZipWriter<unknown>

  /** `name`: of the zip file, for people. `onDiscard`: removes what `out` has written when that was aborted. */
  constructor(
    readonly name: string,
    out: WritableStream<Uint8Array>,
    readonly onDiscard: () => Promise<void>,
  ) {
    // A worker that starts workers would be one too many, and names are in UTF-8 whatever is in them.
    const options = { useWebWorkers: false, useUnicodeFileNames: true }
    this.#pieces = new InPieces(out)
    this.#zip = new ZipWriter(this.#pieces.stream, options)
  }

  async addFolder(path: string): Promise<void> {
    await this.#guard(() => this.#zip.add(`${path}/`, undefined, { directory: true }))
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    // Its size is known beforehand, so it needs no Zip64 because it might be huge.
    const uncompressedSize = bytes.byteLength
    await this.#guard(() => this.#zip.add(path, streamOf(bytes), { uncompressedSize }))
  }

  async finish(): Promise<void> {
    await this.#guard(() => this.#zip.close())
  }

  async discard(): Promise<void> {
    await this.#pieces.abort()
    await this.onDiscard()
  }

  async #guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      throw notWritten(this.name, error)
    }
  }
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      if (bytes.byteLength > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
}
