import type { Space } from '../space/Space'
import { TestDevice, TestServer } from './TestDevices'
import { TestEnvironment } from './TestEnvironment'

/** Two machines and the server between them. */
export class TwoDevices {
  readonly world: TestEnvironment
  readonly server: TestServer
  readonly a: TestDevice
  readonly b: TestDevice

  constructor(seed: number) {
    this.world = new TestEnvironment(seed)
    this.server = new TestServer(this.world)
    this.a = new TestDevice(this.world, this.server)
    this.b = new TestDevice(this.world, this.server)
  }

  /** A new space of one machine that the other has joined: on the one, on the other, in step. */
  async share(from: TestDevice, to: TestDevice): Promise<[Space, Space]> {
    const space = await from.create()
    await this.world.run(2000)
    const joined = await to.join(space.id)
    await this.world.run(2000)
    return [space, joined]
  }

  /** `devices`: those that run now, which may be others after a restart. Resolves with how many timers are left: none, it should be. */
  async close(...devices: readonly TestDevice[]): Promise<number> {
    for (const device of devices) await device.close()
    await this.server.close()
    this.server.cut()
    await this.world.run(100)
    return this.world.waiting
  }
}

export function pageNames(space: Space): string[] {
  return [...space.entries.descendants(space.contentId)].map(({ name }) => name).sort()
}

export function addPages(space: Space, count: number, prefix = 'page', parentId = space.contentId): void {
  for (let i = 0; i < count; i++) space.createPage(parentId, `${prefix} ${i}`)
}
