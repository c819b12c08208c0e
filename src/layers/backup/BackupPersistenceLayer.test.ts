import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { PLAIN_CIPHER } from '../../core/keys/plainCipher'
import { sealedCipher } from '../../core/keys/sealedCipher'
import type { SpaceCipher } from '../../core/keys/SpaceCipher'
import type { LayerUnderTest } from '../../core/testing/ContractBench'
import { persistenceLayerContract, TREE_A } from '../../core/testing/persistenceLayerContract'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import { LABEL_FILE, labelFileText } from './BackupLabel'
import { BackupPersistenceLayer } from './BackupPersistenceLayer'
import { MemoryFileStore } from '../../core/testing/MemoryFileStore'

vi.mock('node:fs/promises', async () => (await import('./testing/instantFs')).instantFs)

async function layerUnderTest(
  seed: number,
  cipherOf: (environment: TestEnvironment) => SpaceCipher,
): Promise<LayerUnderTest> {
  const environment = new TestEnvironment(seed)
  const root = mkdtempSync(join(tmpdir(), 'grove-backup-'))
  const cipher = cipherOf(environment)
  let generation = 0
  let process = environment.fork()
  const folder = (): string => join(root, String(generation))
  const lay = (): void => {
    mkdirSync(folder())
    const ids = { spaceId: TREE_A, logId: String(generation).padStart(32, '0'), keyId: cipher.keyId }
    writeFileSync(join(folder(), LABEL_FILE), labelFileText({ format: 1, ...ids, label: 'Test', app: '0' }))
  }
  lay()
  return {
    environment,
    makeLayer: () => {
      process = environment.fork()
      return new BackupPersistenceLayer({
        spaceId: TREE_A,
        folder: folder(),
        cipher,
        files: new MemoryFileStore(),
        environment: process.environment,
        writer: () => 'e'.repeat(32),
        segmentBytes: 2000,
      })
    },
    crash: async () => process.kill(),
    startOver: () => {
      generation += 1
      lay()
    },
    // The stick is taken out, and put back.
    breakMedium: () => renameSync(folder(), `${folder()}-out`),
    healMedium: () => renameSync(`${folder()}-out`, folder()),
    brokenCode: 'folder-missing',
    dispose: () => {
      process.kill()
      if (existsSync(root)) rmSync(root, { recursive: true })
    },
  }
}

persistenceLayerContract('BackupPersistenceLayer, not sealed', (seed) => layerUnderTest(seed, () => PLAIN_CIPHER))
persistenceLayerContract('BackupPersistenceLayer, sealed', (seed) =>
  layerUnderTest(seed, (environment) => sealedCipher(new Uint8Array(32).fill(seed), environment)),
)
