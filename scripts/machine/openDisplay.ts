import type { Readable } from 'node:stream'
import type { Children } from './Children'
import { displayNeeds, hasDisplay } from './displayNeeds'
import { MissingPart } from './MissingPart'

export interface Display {
  /** To be merged into the environment of what opens windows. */
  readonly env: Readonly<Record<string, string>>
  /** One sentence for a person, or null where the machine has a display of its own. */
  readonly notice: string | null
  close(): Promise<void>
}

const own: Display = { env: {}, notice: null, close: () => Promise.resolve() }

/** The display of this machine; where there is none, an invisible one (Xvfb) until `close`. Throws MissingPart. */
export async function openDisplay(children: Children): Promise<Display> {
  if (hasDisplay()) return own
  MissingPart.throwIfAny(displayNeeds())
  // Xvfb looks for a free number itself and writes it to descriptor 3 when it is ready: no guessing, no waiting.
  // Without -noreset it starts afresh when its last window closes, and the next app may meet it half-way.
  const args = ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset']
  const server = children.start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const number = await firstLine(server.stdio[3] as Readable)
  if (number === '') throw new Error('Xvfb ended before it was ready.')
  return {
    env: { DISPLAY: `:${number}` },
    notice: 'There is no display here: windows open on an invisible one (Xvfb).',
    close: () => children.stop(server),
  }
}

/** Empty when the stream ends before a line. The stream is read on: Xvfb must not find it closed while it writes. */
function firstLine(stream: Readable): Promise<string> {
  return new Promise((resolve) => {
    let said = ''
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (said.includes('\n')) resolve(said.trim())
    })
    stream.once('end', () => {
      resolve('')
    })
  })
}
