const PIECE_BYTES = 1024 * 1024

/** Passes on what is written in pieces of about 1 MiB: each costs a browser the same, however small it is. */
export class InPieces {
  readonly #out: WritableStreamDefaultWriter<Uint8Array>
  readonly #piece = new Uint8Array(PIECE_BYTES)
  #sizeBytes = 0

  constructor(out: WritableStream<Uint8Array>) {
    this.#out = out.getWriter()
  }

  readonly stream = new WritableStream<Uint8Array>({
    write: async (chunk) => {
      for (let at = 0; at < chunk.byteLength;) {
        const part = chunk.subarray(at, at + PIECE_BYTES - this.#sizeBytes)
        this.#piece.set(part, this.#sizeBytes)
        this.#sizeBytes += part.byteLength
        at += part.byteLength
        if (this.#sizeBytes === PIECE_BYTES) await this.#pass()
      }
    },
    close: async () => {
      if (this.#sizeBytes > 0) await this.#pass()
      await this.#out.close()
    },
  })

  /** Nothing more is passed on. What has failed already has nothing to be aborted. */
  async abort(): Promise<void> {
    await this.#out.abort().catch(() => undefined)
  }

  async #pass(): Promise<void> {
    const piece = this.#piece.slice(0, this.#sizeBytes)
    this.#sizeBytes = 0
    await this.#out.write(piece)
  }
}
