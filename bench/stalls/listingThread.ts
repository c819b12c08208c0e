import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { setUpSpaceManager } from '../../src/home/vault/spaceManagerSetup'
import { ThreadPort } from './ThreadPort'

/* What a window does before it draws a space: it reads the first screen. */
const { port, spaceId } = workerData as { port: MessagePort; spaceId: string }

async function main(): Promise<void> {
  const open = await setUpSpaceManager(new ThreadPort(port), nodeEnvironment).openSpace(spaceId)
  parentPort?.once('message', () => {
    void open.outline('content').then((entries) => parentPort?.postMessage(entries.length))
  })
  parentPort?.postMessage('ready')
}

void main()
