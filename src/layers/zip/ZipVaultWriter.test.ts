import { unzipSync, strFromU8 } from 'fflate'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../core/AppError'
import { SeededRandom } from '../../core/testing/SeededRandom'
import { ZipVaultWriter } from './ZipVaultWriter'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What a browser would write, and whether it was closed or thrown away. */
class Written {
  readonly pieces: Uint8Array[] = []
  end: 'open' | 'closed' | 'aborted' = 'open'
  isRemoved = false
  failure: Error | undefined

  readonly writer = new ZipVaultWriter(
    'Garden.zip',
    new WritableStream<Uint8Array>({
      write: (piece) => {
        if (this.failure) throw this.failure
        this.pieces.push(piece)
      },
      close: () => void (this.end = 'closed'),
      abort: () => void (this.end = 'aborted'),
    }),
    async () => void (this.isRemoved = true),
  )

  get bytes(): Uint8Array {
    return Buffer.concat(this.pieces)
  }

  get files(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(unzipSync(this.bytes)).map(([path, content]) => [path, strFromU8(content)]),
    )
  }
}

describe('ZipVaultWriter', () => {
  it('[EX10] writes folders and files, empty ones too, with names of any kind, and each name once', async () => {
    const written = new Written()
    const { writer } = written
    await writer.addFolder('Empty/Deep')
    await writer.write('Grüße/日本語 😀.md', bytes('one '.repeat(1000)))
    await writer.write('empty.md', new Uint8Array())
    await expect(writer.write('empty.md', bytes('x'))).rejects.toMatchObject({
      detail: { code: 'not-exported', path: 'Garden.zip' },
    })
    await writer.finish()
    expect(written.end).toBe('closed')
    expect(written.files).toEqual({ 'Empty/Deep/': '', 'Grüße/日本語 😀.md': 'one '.repeat(1000), 'empty.md': '' })
    expect(written.bytes.byteLength).toBeLessThan(1000)
  })

  it('[EX11] is written as it comes, in pieces, and not kept', async () => {
    const written = new Written()
    const noise = new SeededRandom(3).bytes(600_000)
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await written.writer.write(name, noise)
    const before = written.pieces.length
    await written.writer.finish()
    expect(written.files).toHaveProperty('f')
    expect(written.pieces.length).toBeLessThan(10)
    expect(before).toBeGreaterThan(0)
  })

  it('[EX4] leaves nothing when it is thrown away', async () => {
    const written = new Written()
    await written.writer.write('a.md', bytes('one'))
    await written.writer.discard()
    expect([written.end, written.isRemoved]).toEqual(['aborted', true])
  })

  it.each([
    ['QuotaExceededError', 'the disk is full'],
    ['NotAllowedError', 'you may not write there'],
    ['NotFoundError', 'the file is gone'],
    ['NoModificationAllowedError', 'something else is using it'],
  ])('[EX12] says in words what %s means, and can still be thrown away', async (name, reason) => {
    const written = new Written()
    written.failure = new DOMException('no', name)
    await written.writer.write('a.md', bytes('one'))
    const failed = await written.writer.finish().catch((error: unknown) => AppError.detailOf(error))
    expect(failed).toEqual({ code: 'not-exported', path: 'Garden.zip', reason })
    await written.writer.discard()
    expect(written.isRemoved).toBe(true)
  })
})
