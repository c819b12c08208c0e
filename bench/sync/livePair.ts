import type { ChildProcess } from './ChildProcess'
import { SyncRun, type StoredWork } from './SyncRun'
import type { SyncSystem } from './SyncSystem'

/** Edits before the clock runs: compilers and caches are warm then, as in an app that has been open for a while. */
const WARM_UP = 1000
const WARM_UP_EVERY_MS = 1

export interface LivePair {
  readonly run: SyncRun
  readonly writer: ChildProcess
  readonly reader: ChildProcess
}

/** Two devices that are connected, show the same page, and have seen many edits go by. */
export async function startLivePair(system: SyncSystem, stored: StoredWork): Promise<LivePair> {
  const run = await SyncRun.start(system, stored, 2)
  const [writer, reader] = run.devices
  if (!writer || !reader) throw new Error('two devices')
  await reader.call('connect')
  await writer.call('connect')
  await reader.call('complete')
  await Promise.all([writer.call('look'), reader.call('look')])
  await reader.call('watch')
  const warming = await writer.call<[string, number][]>('edits', { count: WARM_UP, everyMs: WARM_UP_EVERY_MS })
  await reader.call('shown', warming.at(-1)?.[0])
  return { run, writer, reader }
}
