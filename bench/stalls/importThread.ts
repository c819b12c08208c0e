import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { FolderFileStore } from '../../src/layers/files/FolderFileStore'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { FolderVault } from '../../src/layers/vault/FolderVault'
import { VaultJob } from '../../src/home/vault/VaultJob'
import { ThreadPort } from './ThreadPort'

/* What the app's import process does: plans when it starts, imports when it is told to. */
const { port, spaceId, vault, files } = workerData as {
  port: MessagePort
  spaceId: string
  vault: string
  files: string
}

async function main(): Promise<void> {
  const job = new VaultJob(nodeEnvironment, () => undefined)
  await job.plan(await FolderVault.open(vault))
  parentPort?.once('message', () => {
    void job
      .run(new ThreadPort(port), spaceId, new FolderFileStore(files))
      .then((report) => parentPort?.postMessage(report))
  })
  parentPort?.postMessage('planned')
}

void main()
