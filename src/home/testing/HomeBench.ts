import { expect } from 'vitest'
import { TestEnvironment } from '../../core/testing/TestEnvironment'
import type { Network } from '../ServerConnection'
import { FakeGroveServer } from './FakeGroveServer'
import { TestHome } from './TestHome'

/** Machines and a server between them: what tests of a home have in common. */
export class HomeBench {
  readonly environment = new TestEnvironment(5)
  readonly server = new FakeGroveServer(this.environment)
  readonly #machines: TestHome[] = []

  async machine(network: Network = this.server): Promise<TestHome> {
    const started = await TestHome.start(this.environment, network)
    this.#machines.push(started)
    return started
  }

  /** Ada's machine with a space that is on the server. */
  async connected(): Promise<{ ada: TestHome; id: string; words: string }> {
    const ada = await this.machine()
    const { id } = await ada.create('Garden')
    await ada.signIn()
    const words = await ada.connect(id)
    return { ada, id, words }
  }

  async close(): Promise<void> {
    for (const home of this.#machines) await home.close()
    await this.server.close()
    await this.environment.run(1000)
    expect(this.environment.waiting, 'timers left').toBe(0)
  }
}
