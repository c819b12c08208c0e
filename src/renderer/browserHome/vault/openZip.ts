import { notWritten } from '../../../layers/zip/notWritten'
import { ZipVaultWriter } from '../../../layers/zip/ZipVaultWriter'
import { removeEmpty, zipNameOf } from './zipFile'

export interface OpenZip {
  readonly writer: ZipVaultWriter
  /** What is to be downloaded, once it is finished; null where it is written already. */
  readonly download: () => Blob | null
}

/** Into the file a person chose. The browser puts what was there before aside only when all is written. */
export async function openChosenZip(file: FileSystemFileHandle): Promise<OpenZip> {
  const out = await file.createWritable().catch((error: unknown) => {
    throw notWritten(file.name, error)
  })
  return { writer: new ZipVaultWriter(file.name, out, () => removeEmpty(file)), download: () => null }
}

/** Into pieces that the browser keeps where it likes, on the disk if there are many, until they are downloaded. */
export function openDownloadedZip(name: string): OpenZip {
  const pieces: Blob[] = []
  const out = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (piece) => {
      pieces.push(new Blob([piece]))
    },
  })
  const writer = new ZipVaultWriter(zipNameOf(name), out, async () => {
    pieces.length = 0
  })
  return { writer, download: () => new Blob(pieces, { type: 'application/zip' }) }
}
