import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder } from '../newFolder'
import type { TreeReplica, TreeSystem } from './TreeSystem'

/** A tree on disk, in a folder of its own that is removed in the end. */
export class StoredTree {
  readonly #folder = newFolder()
  #bytes: Record<string, number> = {}

  constructor(readonly system: TreeSystem) {}

  get bytes(): Readonly<Record<string, number>> {
    return this.#bytes
  }

  async store(replica: TreeReplica): Promise<void> {
    const folder = this.#place
    mkdirSync(folder)
    await this.system.store(replica, folder)
    await replica.close()
    this.#bytes = { written: sizeOf(folder) }
    if (!this.system.compact) return
    await this.system.compact(folder)
    this.#bytes = { ...this.#bytes, compacted: sizeOf(folder) }
  }

  async open(): Promise<TreeReplica> {
    return this.system.open(this.#place)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #place(): string {
    return join(this.#folder, 'tree')
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, found) => sum + (found.isFile() ? found.size : 0), 0)
}
