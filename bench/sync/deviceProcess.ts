import { setInterval as ticks } from 'node:timers/promises'
import type { ClientOptions, OpenClient, SyncClient } from './SyncClient'

/*
 * A device: node --import tsx deviceProcess.ts MODULE, talked to over Node's IPC as `Device` does. MODULE exports `openClient`.
 */

/** Reads the machine's clock, which all processes share. In ms. */
function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** When each title was shown first. */
const shownAtMs = new Map<string, number>()
/** Waits until a title is shown: looking for it again and again would cost what is measured. */
let awaited: { readonly title: string; readonly resolve: () => void } | undefined
/** Edits of a burst between two turns of the event loop, in which what they brought about is done. */
const EDITS_WAITING = 100
let titles = 0
let client: SyncClient | undefined

const calls: Readonly<Record<string, (device: SyncClient, argument: unknown) => unknown>> = {
  write: (device) => device.write(),
  prepare: (device, server) => device.prepare(server),
  connect: (device) => device.connect(),
  complete: async (device) => {
    await device.complete()
    return nowMs()
  },
  catchUp: (device) => catchUp(device),
  countRight: (device) => device.countRight(),
  look: (device) => device.look(),
  watch: (device) =>
    device.onTitle((title) => {
      if (!shownAtMs.has(title)) shownAtMs.set(title, nowMs())
      if (title === awaited?.title) awaited.resolve()
    }),
  shown: (_device, last) => shownThrough(last as string),
  edits: (device, argument) => edits(device, argument as { count: number; everyMs: number }),
  burst: (device, count) => burst(device, count as number),
  close: (device) => device.close(),
}

/** Goes online and answers when it began and when it had everything. */
async function catchUp(device: SyncClient): Promise<{ readonly startMs: number; readonly endMs: number }> {
  const startMs = nowMs()
  const connecting = device.connect()
  await device.complete()
  const endMs = nowMs()
  await connecting
  return { startMs, endMs }
}

async function shownThrough(last: string): Promise<unknown> {
  if (!shownAtMs.has(last)) await new Promise<void>((resolve) => (awaited = { title: last, resolve }))
  return [...shownAtMs]
}

/** Writes titles at a steady pace, nobody else asking anything meanwhile; answers when each was written. */
async function edits(device: SyncClient, { count, everyMs }: { count: number; everyMs: number }): Promise<unknown> {
  const madeAtMs: [string, number][] = []
  for await (const _ of ticks(everyMs)) {
    const title = newTitle()
    madeAtMs.push([title, nowMs()])
    device.edit(title)
    if (madeAtMs.length === count) break
  }
  return madeAtMs
}

/** Writes titles as fast as it can, each a change of its own; answers when it began, and the last one. */
async function burst(device: SyncClient, count: number): Promise<{ readonly startMs: number; readonly last: string }> {
  const startMs = nowMs()
  let last = ''
  for (let edit = 0; edit < count; edit++) {
    last = newTitle()
    device.edit(last)
    device.endChange?.()
    if (edit % EDITS_WAITING === EDITS_WAITING - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return { startMs, last }
}

function newTitle(): string {
  return `title ${++titles}`
}

async function answer(call: string, argument: unknown): Promise<unknown> {
  if (call === 'open') {
    const module = (await import(process.argv[2] ?? '')) as { openClient: OpenClient }
    client = await module.openClient(argument as ClientOptions)
    return undefined
  }
  const work = calls[call]
  if (!client || !work) throw new Error(`cannot ${call} now`)
  return work(client, argument)
}

process.on('message', ({ id, call, argument }: { id: number; call: string; argument: unknown }) => {
  answer(call, argument).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.stack : String(error) }),
  )
})
process.on('disconnect', () => process.exit())
