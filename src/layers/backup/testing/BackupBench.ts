import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PLAIN_CIPHER } from '../../../core/keys/plainCipher'
import type { SpaceCipher } from '../../../core/keys/SpaceCipher'
import { packOps } from '../../../core/persistence/packBody'
import type { Pack } from '../../../core/persistence/Pack'
import { MemoryFileStore } from '../../../core/testing/MemoryFileStore'
import { TestEnvironment } from '../../../core/testing/TestEnvironment'
import { newPeerId } from '../../../core/tree/PeerId'
import { SpaceTree } from '../../../core/tree/SpaceTree'
import { BackupPersistenceLayer, type BackupOptions } from '../BackupPersistenceLayer'
import { placeBackup } from '../placeBackup'

export const SPACE_ID = 'ab'.repeat(16)

/** A folder on a disk, a space's packs and files, and layers that back them up: what tests of the backup have in common. */
export class BackupBench {
  readonly environment: TestEnvironment
  /** What a person chose. */
  readonly root = mkdtempSync(join(tmpdir(), 'grove-backup-'))
  readonly files = new MemoryFileStore()
  readonly #tree: SpaceTree
  readonly #layers: BackupPersistenceLayer[] = []

  constructor(
    seed = 1,
    readonly cipher: SpaceCipher = PLAIN_CIPHER,
  ) {
    this.environment = new TestEnvironment(seed)
    const peerId = newPeerId(this.environment)
    this.#tree = SpaceTree.create({ treeId: SPACE_ID, peerId, environment: this.environment })
  }

  place(
    changes: { cipher?: SpaceCipher; spaceId?: string; spaceName?: string; folder?: string } = {},
  ): Promise<string> {
    const { cipher = this.cipher, spaceId = SPACE_ID, spaceName = 'My Notes', folder = this.root } = changes
    return placeBackup({
      ...{ folder, spaceId, spaceName, cipher },
      environment: this.environment,
      appVersion: '1.2.3',
      dataFolder: '/nowhere/Grove',
    })
  }

  layer(folder: string, changes: Partial<BackupOptions> = {}): BackupPersistenceLayer {
    const layer = new BackupPersistenceLayer({
      spaceId: SPACE_ID,
      folder,
      cipher: this.cipher,
      files: this.files,
      environment: this.environment,
      writer: () => 'e'.repeat(32),
      ...changes,
    })
    this.#layers.push(layer)
    return layer
  }

  async open(folder: string, changes: Partial<BackupOptions> = {}): Promise<BackupPersistenceLayer> {
    const layer = this.layer(folder, changes)
    await this.settle(layer.open())
    return layer
  }

  /** `count` packs of the space's tree, a change each. */
  write(count: number): Pack[] {
    const packs: Pack[] = []
    const { random } = this.environment
    for (let i = 0; i < count; i++) {
      this.#tree.setProperty(this.#tree.root?.id ?? '', `key${random.integer(9)}`, `value ${random.integer(100_000)}`)
      packs.push(...packOps(SPACE_ID, this.#tree.takeLocalOps()))
    }
    return packs
  }

  /** Appends and waits until it is durable, pack by pack, so that each has a record of its own. */
  async store(layer: BackupPersistenceLayer, packs: readonly Pack[]): Promise<void> {
    for (const pack of packs) {
      layer.append([pack])
      await this.settle(layer.flush())
    }
  }

  settle<T>(promise: Promise<T>): Promise<T> {
    return this.environment.settle(promise)
  }

  /** Log files, in order. */
  segments(folder: string): string[] {
    return readdirSync(folder)
      .filter((name) => name.startsWith('log-'))
      .sort()
      .map((name) => join(folder, name))
  }

  /** All bytes of all files below a folder, names included. */
  everything(folder: string): string {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    return names
      .map((entry) => entry.name + (entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'latin1') : ''))
      .join('\n')
  }

  async dispose(): Promise<void> {
    for (const layer of this.#layers) await this.settle(layer.close())
    rmSync(this.root, { recursive: true, force: true })
    if (this.environment.waiting > 0) throw new Error(`${this.environment.waiting} timers left`)
  }
}
