import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder } from '../newFolder'
import type { ChildProcess } from './ChildProcess'
import type { Work } from './SyncClient'
import { startDevice, type RunningServer, type SyncSystem } from './SyncSystem'

/** What a device wrote offline, kept to begin runs with. */
export interface StoredWork {
  readonly folder: string
  readonly work: Work
  readonly catalogue: unknown
}

/** Lets a device of the system do the work offline. */
export async function store(system: SyncSystem, work: Work): Promise<StoredWork> {
  const folder = newFolder()
  const device = await startDevice(system, { folder, work, catalogue: undefined })
  const catalogue = await device.call('write')
  await device.call('close')
  await device.end()
  return { folder, work, catalogue }
}

/** A server and some devices of one system: the first begins with the stored work, the others with nothing. */
export class SyncRun {
  private constructor(
    readonly folder: string,
    readonly server: RunningServer,
    readonly devices: readonly ChildProcess[],
  ) {}

  static async start(system: SyncSystem, stored: StoredWork, count: number): Promise<SyncRun> {
    const folder = newFolder()
    const place = (name: string): string => {
      mkdirSync(join(folder, name))
      return join(folder, name)
    }
    const server = await system.startServer(place('server'))
    const devices = await Promise.all(
      Array.from({ length: count }, (_, index) => {
        const own = place(`device ${index}`)
        if (index === 0) cpSync(stored.folder, own, { recursive: true })
        return startDevice(system, { folder: own, work: stored.work, catalogue: stored.catalogue })
      }),
    )
    await Promise.all(devices.map((device) => device.call('prepare', server.address)))
    return new SyncRun(folder, server, devices)
  }

  async end(): Promise<void> {
    await Promise.all(this.devices.map((device) => device.end()))
    await this.server.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
