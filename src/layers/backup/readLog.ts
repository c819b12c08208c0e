import type { Timers } from '../../core/environment'
import { nextTurn } from '../../core/nextTurn'
import type { SpaceId } from '../../core/space/Space'
import { AppError } from '../../core/AppError'
import type { BackupDisk } from './BackupDisk'
import { labelOf } from './BackupLabel'
import { LogContent } from './LogContent'
import { decodeContent } from './recordContent'
import { framesOf, recordMark } from './recordFrame'

/** Packs that are read in one turn of the event loop, or bytes as they lie on the disk: a few milliseconds of it. */
const TURN_PACKS = 2000
const TURN_BYTES = 256 * 1024

/**
 * Reads all log files of a backup from beginning to end, every checksum included. What cannot be read is left out and
 * named in `damage`. Any file called `log-….grove` counts, also a copy that a sync program made of one: what is there
 * twice counts once. Rejects when the folder cannot be read, and with `newer-schema` when a newer Grove wrote it.
 */
export async function readLog(disk: BackupDisk, spaceId: SpaceId, timers: Timers): Promise<LogContent> {
  const content = new LogContent()
  for (const name of await segmentNames(disk)) {
    nameMissingSegments(content, numberOf(name))
    await readSegment(disk, name, spaceId, content, timers)
  }
  return content
}

/** In the order they were begun. */
export async function segmentNames(disk: BackupDisk): Promise<string[]> {
  return (await disk.names()).filter((name) => /^log-\d{6}.*\.grove$/.test(name)).sort()
}

export function segmentName(number: number, writer: string): string {
  return `log-${String(number).padStart(6, '0')}-${writer.slice(0, 8)}.grove`
}

async function readSegment(
  disk: BackupDisk,
  name: string,
  spaceId: SpaceId,
  content: LogContent,
  timers: Timers,
): Promise<void> {
  const bytes = await bytesOf(disk, name, content)
  let writer: string | null = null
  let end = 0
  let turn = { bytes: 0, packs: 0 }
  for (const frame of framesOf(bytes, recordMark(spaceId))) {
    if (frame.kind === 'unreadable') {
      content.damage.push({ segment: name, what: whatIsUnreadable(frame.offset, frame.to, bytes.byteLength) })
      continue
    }
    end = frame.offset + frame.sizeBytes
    const decoded = decodeContent(frame.content)
    if (!decoded) {
      content.damage.push({ segment: name, what: `cannot be understood from byte ${frame.offset} to ${end}` })
      continue
    }
    content.writtenAt = Math.max(decoded.writtenAt, content.writtenAt ?? 0)
    if (decoded.kind === 'head') {
      writer = decoded.writer
      content.label = labelOf(decoded.label, disk.pathOf(name)) ?? content.label
    } else {
      content.addEntry(decoded.entry, { segment: name, offset: frame.offset, sizeBytes: frame.sizeBytes })
      content.compareWith(decoded.held)
    }
    turn.bytes += frame.sizeBytes
    turn.packs += decoded.kind === 'entry' ? decoded.entry.packs.length : 0
    if (turn.bytes < TURN_BYTES && turn.packs < TURN_PACKS) continue
    await nextTurn(timers)
    turn = { bytes: 0, packs: 0 }
  }
  content.segments.push({ name, number: numberOf(name), writer, end, sizeBytes: bytes.byteLength })
}

/** A bad spot of the disk is damage like any other; a folder that is gone is not. */
async function bytesOf(disk: BackupDisk, name: string, content: LogContent): Promise<Uint8Array> {
  try {
    return await disk.read(name)
  } catch (error) {
    const { code } = AppError.detailOf(error)
    if (code !== 'disk-error' && code !== 'read-only') throw error
    content.damage.push({ segment: name, what: 'cannot be read' })
    return new Uint8Array()
  }
}

function whatIsUnreadable(from: number, to: number, sizeBytes: number): string {
  return to === sizeBytes
    ? `ends in ${to - from} bytes that cannot be read`
    : `cannot be read from byte ${from} to ${to}`
}

/** Those between the last one read and the next. */
function nameMissingSegments(content: LogContent, next: number): void {
  for (let number = (content.segments.at(-1)?.number ?? 0) + 1; number < next; number++) {
    content.damage.push({ segment: `log-${String(number).padStart(6, '0')}`, what: 'is missing' })
  }
}

function numberOf(name: string): number {
  return Number(name.slice(4, 10))
}
