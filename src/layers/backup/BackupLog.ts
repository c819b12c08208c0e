import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { inBatches } from '../../core/persistence/Pack'
import type { SpaceId } from '../../core/space/Space'
import type { BackupDisk } from './BackupDisk'
import { LABEL_FILE, labelFileText, labelOfFile, type BackupLabel } from './BackupLabel'
import { LogContent, type RecordPlace, type SegmentState } from './LogContent'
import { EMPTY_ENTRY, type LogEntry } from './LogEntry'
import { readLog, segmentName } from './readLog'
import { decodeContent, encodeEntry, encodeHead } from './recordContent'
import { frameRecord, framesOf, LOG_SIGNATURE, recordMark } from './recordFrame'

export interface BackupLogOptions {
  readonly disk: BackupDisk
  readonly spaceId: SpaceId
  readonly environment: Environment
  /** Names the copy of the space that writes here: log files that others began are read, never written. */
  readonly writer: string
  /** A log file that is this long is not written to any more. */
  readonly segmentBytes: number
}

/** The log files of one backup: append-only, a new one every 16 MB. One thing at a time happens to them. */
export class BackupLog {
  readonly #options: BackupLogOptions
  readonly #mark: Uint8Array
  #label: BackupLabel | undefined
  #content = new LogContent()
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: BackupLogOptions) {
    this.#options = options
    this.#mark = recordMark(options.spaceId)
  }

  /** As of the last time it was read or written. */
  get content(): LogContent {
    return this.#content
  }

  /** Throws when nothing was read yet. */
  get label(): BackupLabel {
    if (!this.#label) throw new AppError({ code: 'closed' })
    return this.#label
  }

  /**
   * Reads everything again: from then on, what the disk holds is what counts. Rejects with `folder-missing` where there is
   * no backup, and with `other-backup` where there is one of another space.
   */
  load(): Promise<LogContent> {
    return this.#alone(() => this.#load())
  }

  /**
   * Durable when it resolves, with the keys of packs whose id another body had already. When it rejects, some of it may be
   * there: `content` tells what.
   */
  append(entry: LogEntry): Promise<string[]> {
    return this.#alone(async () => {
      const divergent: string[] = []
      const parts = [...partsOf(entry)]
      if (parts.length > 0) await this.#ensureHere()
      for (const part of parts) divergent.push(...(await this.#write(part)))
      return divergent
    })
  }

  /** What one record holds; undefined when it cannot be read any more. */
  async read({ segment, offset, sizeBytes }: RecordPlace): Promise<LogEntry | undefined> {
    const bytes = await this.#options.disk.readAt(segment, offset, sizeBytes)
    const [frame] = framesOf(bytes, this.#mark)
    const content = frame?.kind === 'record' ? decodeContent(frame.content) : undefined
    return content?.kind === 'entry' ? content.entry : undefined
  }

  async #load(): Promise<LogContent> {
    const { disk, spaceId, environment } = this.#options
    const onFile = await labelIn(disk)
    if (onFile && onFile.spaceId !== spaceId) throw new AppError({ code: 'other-backup', path: disk.folder })
    const content = await readLog(disk, spaceId, environment.timers)
    const label = onFile ?? content.label
    if (!label) throw new AppError({ code: 'folder-missing', path: disk.folder })
    this.#label = label
    this.#content = content
    return content
  }

  /** The folder of a stick that was taken out may still be there, empty, and would be filled in vain. */
  async #ensureHere(): Promise<void> {
    const { disk } = this.#options
    const found = await labelIn(disk)
    if (found?.logId === this.label.logId) return
    if (found) throw new AppError({ code: 'other-backup', path: disk.folder })
    const isOurs = (await disk.names()).includes(this.#content.segments.at(-1)?.name ?? '')
    if (!isOurs) throw new AppError({ code: 'folder-missing', path: disk.folder })
    await disk.replace(LABEL_FILE, [labelFileText(this.label)])
  }

  async #write(entry: LogEntry): Promise<string[]> {
    const { environment, segmentBytes, writer } = this.#options
    const held = this.#content.index.heldWith(this.#content.newOf(entry.packs))
    const record = frameRecord(this.#mark, encodeEntry(environment.now(), held, entry))
    const last = this.#content.segments.at(-1)
    const goesOn = last?.writer === writer && last.end + record.byteLength <= segmentBytes
    const place = goesOn ? await this.#appendTo(last, record) : await this.#begin(record)
    this.#content.writtenAt = environment.now()
    return this.#content.addEntry(entry, place)
  }

  async #appendTo(segment: SegmentState, record: Uint8Array): Promise<RecordPlace> {
    const { disk } = this.#options
    const { name, end: offset, sizeBytes: expectedSize } = segment
    try {
      await disk.append(name, offset, record, expectedSize)
    } catch (error) {
      if (AppError.detailOf(error).code === 'backup-differs') await this.#load()
      // Whatever lies behind the end now is ours.
      else this.#setLast({ ...segment, sizeBytes: undefined })
      throw error
    }
    const end = offset + record.byteLength
    this.#setLast({ ...segment, end, sizeBytes: end })
    return { segment: name, offset, sizeBytes: record.byteLength }
  }

  async #begin(record: Uint8Array): Promise<RecordPlace> {
    const { disk, environment, writer } = this.#options
    const number = Math.max(0, ...this.#content.segments.map((segment) => segment.number)) + 1
    const name = segmentName(number, writer)
    const head = frameRecord(this.#mark, encodeHead(environment.now(), this.label, writer))
    const bytes = Buffer.concat([LOG_SIGNATURE, head, record])
    if (!(await disk.create(name, bytes))) {
      await this.#load()
      throw new AppError({ code: 'backup-differs', path: disk.folder, reason: 'another program has changed it' })
    }
    const segment = { name, number, writer, end: bytes.byteLength, sizeBytes: bytes.byteLength }
    this.#content.segments.push(segment)
    return { segment: name, offset: bytes.byteLength - record.byteLength, sizeBytes: record.byteLength }
  }

  #setLast(segment: SegmentState): void {
    this.#content.segments[this.#content.segments.length - 1] = segment
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

async function labelIn(disk: BackupDisk): Promise<BackupLabel | undefined> {
  if ((await disk.sizeOf(LABEL_FILE)) === undefined) return undefined
  return labelOfFile(await disk.read(LABEL_FILE), disk.pathOf(LABEL_FILE))
}

/** One record each: a batch of packs at most, secrets and files with the first. */
function* partsOf({ packs, secrets, files }: LogEntry): Generator<LogEntry> {
  let first = { secrets, files }
  for (const batch of inBatches(packs)) {
    yield { ...first, packs: batch }
    first = EMPTY_ENTRY
  }
  if (first.secrets.length > 0 || first.files.length > 0) yield { ...first, packs: [] }
}
