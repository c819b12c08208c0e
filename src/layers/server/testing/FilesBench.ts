import { expect } from 'vitest'
import { sealedCipher } from '../../../core/keys/sealedCipher'
import { newSpaceKey } from '../../../core/keys/SpaceKey'
import { MemoryFileStore } from '../../../core/testing/MemoryFileStore'
import { TestEnvironment } from '../../../core/testing/TestEnvironment'
import { ServerApi } from '../ServerApi'
import { ServerFiles } from '../ServerFiles'
import { FakeServer } from './FakeServer'

const spaceId = 'a'.repeat(32)

/** One machine: its files, and what keeps them in step with the server. */
export interface FilesMachine {
  readonly files: MemoryFileStore
  readonly sync: ServerFiles
}

/** FilesMachines with files of one space, and a server between them. */
export class FilesBench {
  readonly environment = new TestEnvironment(1)
  readonly server = new FakeServer(this.environment)
  cipher = sealedCipher(newSpaceKey(this.environment), this.environment)
  readonly #machines: FilesMachine[] = []

  machine(): FilesMachine {
    const files = new MemoryFileStore()
    const { environment, cipher, server } = this
    const api = new ServerApi({ url: 'https://test', fetch: server.fetch, environment })
    const sync = new ServerFiles({ spaceId, api, files, cipher, environment })
    const machine = { files, sync }
    this.#machines.push(machine)
    return machine
  }

  /** A machine that has, and has sent, files of these sizes. */
  async sender(...sizes: number[]): Promise<FilesMachine & { readonly hashes: string[] }> {
    const machine = this.machine()
    const hashes: string[] = []
    for (const size of sizes) hashes.push((await machine.files.put(this.bytes(size))).hash)
    await this.settle(machine.sync.syncNow())
    return { ...machine, hashes }
  }

  bytes(size: number): Uint8Array {
    const bytes = new Uint8Array(size)
    bytes.set(this.environment.random.bytes(Math.min(size, 32)))
    return bytes
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  async close(): Promise<void> {
    await this.settle(Promise.all(this.#machines.map(({ sync }) => sync.close())))
    expect(this.environment.waiting, 'timers left').toBe(0)
  }
}
