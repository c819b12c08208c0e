import { fileURLToPath } from 'node:url'
import { ChildProcess } from './ChildProcess'
import type { ClientOptions } from './SyncClient'
import { startGroveServer } from './startGroveServer'

export interface RunningServer {
  /** What `SyncClient.prepare` needs to know. */
  readonly address: unknown
  readonly pid: number
  stop(): Promise<void>
}

export interface SyncSystem {
  readonly name: string
  readonly isGrove: boolean
  /** Systems of one kind can begin with the same stored work. */
  readonly kind: string
  /** See `ClientOptions`. */
  readonly isKept?: boolean
  startServer(folder: string): Promise<RunningServer>
}

const DEVICE = fileURLToPath(new URL('./deviceProcess.ts', import.meta.url))
const SERVER = fileURLToPath(new URL('./serverProcess.ts', import.meta.url))
const GROVE = new URL('./GroveClient.ts', import.meta.url).href

export const syncSystems: readonly SyncSystem[] = [
  grove('Grove, encrypted', true),
  grove('Grove, not encrypted', false),
  peer('automerge-repo'),
  peer('hocuspocus'),
  peer('tinybase'),
]

/** The fastest of the others with what Grove promises: what it shows is on the disk, here and there. */
export const keptPeer: SyncSystem = { ...peer('hocuspocus'), name: 'hocuspocus, kept at both ends', isKept: true }

/** Not a system: what the machine takes at least to bring an edit from one disk through a server to another. */
export const bareRelay: SyncSystem = { ...peer('bare-relay'), name: 'bare sockets and rows' }

export function isOurs(name: string): boolean {
  return syncSystems.some((system) => system.isGrove && system.name === name)
}

/** Another device of the system, in a process of its own. */
export async function startDevice(system: SyncSystem, options: ClientOptions): Promise<ChildProcess> {
  const device = new ChildProcess(DEVICE, [system.isGrove ? GROVE : peerModule(system.kind)])
  await device.call('open', { ...options, ...(system.isKept ? { isKept: true } : {}) })
  return device
}

function grove(name: string, isSealed: boolean): SyncSystem {
  return { name, kind: 'grove', isGrove: true, startServer: (folder) => startGroveServer(folder, isSealed) }
}

function peer(name: string): SyncSystem {
  return {
    name,
    kind: name,
    isGrove: false,
    startServer: async (folder) => {
      const server = new ChildProcess(SERVER, [peerModule(name)])
      return { address: await server.call<string>('start', folder), pid: server.pid, stop: () => server.end() }
    },
  }
}

function peerModule(name: string): string {
  return new URL(`../peers/${name}.mjs`, import.meta.url).href
}
