import { statSync } from 'node:fs'
import { compactSpace } from '../../core/space/compaction/compactSpace'
import type { SpaceId } from '../../core/space/Space'
import { compactDatabase } from '../../layers/sqlite/compactDatabase'
import { DatabaseReader } from '../../layers/sqlite/DatabaseReader'
import { SpaceFolderLock } from '../../layers/sqlite/SpaceFolderLock'
import type { CommandContext } from '../CommandContext'
import { counted } from '../counted'
import { findSpaceId } from '../findSpaceId'
import { journalOf } from '../spaceManagerSetup'

interface Compacted {
  /** Documents that open faster now. */
  readonly snapshots: number
  /** Packs of changes that were moved into compressed segments. */
  readonly packs: number
  readonly segments: number
  readonly bytesBefore: number
  readonly bytesAfter: number
}

/** Runs in a row shorter than this would hardly gain. */
const MIN_PACKS = 64

/** `grove compact <space>`: the same history in less room. Nothing is left out, and it may be stopped at any time. */
export async function compactCommand(nameOrId: string, context: CommandContext): Promise<void> {
  const { folder, terminal, json } = context
  const spaceId = await findSpaceId(folder, nameOrId)
  const lock = SpaceFolderLock.acquire(folder.root)
  try {
    terminal.progress('Compacting…')
    const compacted = await compact(spaceId, context)
    terminal.progress('')
    terminal.result(json ? JSON.stringify(compacted, null, 2) : report(compacted))
  } finally {
    lock.release()
  }
}

async function compact(spaceId: SpaceId, { folder, environment, terminal }: CommandContext): Promise<Compacted> {
  const path = folder.database(spaceId)
  const bytesBefore = statSync(path).size
  const journal = journalOf(folder, spaceId, environment, (sentence) => terminal.notice(sentence))
  await journal.open()
  try {
    journal.indexAll()
    const reader = new DatabaseReader(path)
    const none = (): Promise<boolean> => Promise.resolve(false)
    const order = { reader, writer: journal, environment, after: 0, signal: { aborted: false }, nextSegment: none }
    const { snapshots } = await compactSpace(order).finally(() => reader.close())
    const onProgress = (packs: number): void => terminal.progress(`Compacting… ${counted(packs, 'change')}`)
    const moved = compactDatabase(journal, path, { minPacks: MIN_PACKS, onProgress })
    journal.rewriteOnce()
    await journal.close()
    return { snapshots, ...moved, bytesBefore, bytesAfter: statSync(path).size }
  } finally {
    await journal.close()
  }
}

function report({ snapshots, packs, bytesBefore, bytesAfter }: Compacted): string {
  const size = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
  const what = `${counted(packs, 'change')} compressed, ${counted(snapshots, 'document')} packed`
  return `${what}: ${size(bytesBefore)} before, ${size(bytesAfter)} now. Nothing was left out.`
}
