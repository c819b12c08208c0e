import * as fs from 'node:fs'

/**
 * Stands in for `node:fs/promises`: the same files, but each call is done when it returns, so that a test with a clock of its
 * own need not wait for the disk. The disk can be full, or refuse with a code of the operating system.
 */
export const testDisk = {
  /** How many bytes may still be written; the rest is refused with ENOSPC, after what fits was written. */
  roomBytes: Infinity,
  /** Everything that writes is refused with this. */
  writeFailure: '',
  /** Everything is refused with this. */
  failure: '',
  reset(): void {
    this.roomBytes = Infinity
    this.writeFailure = ''
    this.failure = ''
  },
}

async function instantly<T>(work: () => T, isWrite = false): Promise<T> {
  const code = testDisk.failure || (isWrite ? testDisk.writeFailure : '')
  if (code !== '') throw systemError(code)
  return work()
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

function openFile(path: string, flags: string): object {
  const handle = fs.openSync(path, flags)
  return {
    stat: () => instantly(() => fs.fstatSync(handle)),
    truncate: (length: number) => instantly(() => fs.ftruncateSync(handle, length), true),
    // No power is cut in a test, and waiting for the real disk is most of what a test of this kind would do.
    sync: () => instantly(() => undefined),
    close: async () => fs.closeSync(handle),
    read: (bytes: Uint8Array, offset: number, length: number, position: number) =>
      instantly(() => ({ bytesRead: fs.readSync(handle, bytes, offset, length, position) })),
    write: (bytes: Uint8Array, offset: number, length: number, position: number) =>
      instantly(() => {
        const fits = Math.min(length, testDisk.roomBytes)
        if (fits === 0 && length > 0) throw systemError('ENOSPC')
        testDisk.roomBytes -= fits
        return { bytesWritten: fs.writeSync(handle, bytes, offset, fits, position) }
      }, true),
  }
}

export const instantFs = {
  mkdir: (path: string) => instantly(() => fs.mkdirSync(path), true),
  open: (path: string, flags: string) => instantly(() => openFile(path, flags), flags !== 'r'),
  readdir: (path: string) => instantly(() => fs.readdirSync(path)),
  readFile: (path: string) => instantly(() => fs.readFileSync(path)),
  realpath: (path: string) => instantly(() => fs.realpathSync(path)),
  rm: (path: string, options: fs.RmOptions) => instantly(() => fs.rmSync(path, options), true),
  stat: (path: string) => instantly(() => fs.statSync(path)),
}
