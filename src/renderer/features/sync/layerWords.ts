import type { LayerSummary } from '../../../bridge/contract'
import { describeError, type ErrorCode, type ErrorDetail } from '../../../core/AppError'
import { counted } from '../../ui/counted'
import { formatWhen } from '../../ui/formatWhen'
import { serverName } from '../../ui/serverName'

/** `good` only for what was compared and found equal; `attention` for what goes on only after a person did something. */
export type SyncTone = 'good' | 'busy' | 'quiet' | 'attention'

export interface SyncWords {
  readonly tone: SyncTone
  /** Two or three words, for the top bar. */
  readonly short: string
  /** What it means, and what happens next. */
  readonly sentence: string
}

/** Trouble that does not pass by waiting. */
const FOR_A_PERSON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['not-signed-in', 'key-missing', 'wrong-key', 'keys-locked', 'kit-unchecked', 'no-access', 'quota'] as const),
  ...(['version-unsupported', 'untrusted-server', 'not-a-server', 'divergent-op', 'fuse'] as const),
  ...(['folder-missing', 'read-only', 'disk-full', 'damaged', 'not-a-space', 'newer-schema'] as const),
])

function needsPerson(detail: ErrorDetail | null): boolean {
  return detail !== null && FOR_A_PERSON.has(detail.code)
}

/** How a server or backup stands, in words that claim no more than was made sure of. */
export function layerWords(layer: LayerSummary, nowMs: number): SyncWords {
  const reason = layer.error ? describeError(layer.error) : undefined
  const place = serverName(layer.place)
  switch (layer.state) {
    case 'held':
      return { tone: 'attention', short: 'Needs you', sentence: fuseSentence(layer) ?? reason ?? 'It waits for you.' }
    case 'refused':
      if (isReading(layer)) return readerWords(layer, nowMs)
      return { tone: 'attention', short: 'Needs you', sentence: reason ?? `${place} does not take this space.` }
    case 'failing':
      if (needsPerson(layer.error)) return { tone: 'attention', short: 'Needs you', sentence: reason ?? '' }
      return { tone: 'quiet', short: 'Trying again', sentence: reason ?? `${place} did not answer as it should.` }
    case 'offline':
      return offlineWords(layer, reason)
    case 'paused':
      return { tone: 'quiet', short: 'Paused', sentence: `Nothing goes to ${place} or comes from it until you resume.` }
    case 'closed':
      return { tone: 'quiet', short: 'Not connected', sentence: `Nothing goes to ${place} now.` }
    case 'opening':
      return { tone: 'busy', short: 'Connecting', sentence: `Grove is asking ${place} what it holds.` }
    case 'catching-up':
    case 'in-step':
      return connectedWords(layer, nowMs)
  }
}

/** The layer that most needs to be known about; undefined when the space is only on this machine. */
export function spaceWords(layers: readonly LayerSummary[], nowMs: number): SyncWords | undefined {
  const rank = (words: SyncWords): number => ['good', 'busy', 'quiet', 'attention'].indexOf(words.tone)
  const all = layers.map((layer) => layerWords(layer, nowMs))
  return all.reduce<SyncWords | undefined>(
    (worst, words) => (worst && rank(worst) >= rank(words) ? worst : words),
    undefined,
  )
}

export function fuseSentence({ fuse }: LayerSummary): string | undefined {
  return fuse ? describeError({ code: 'fuse', ...fuse }) : undefined
}

/** What a reader changes is refused there, and that is how it should be: nobody has to do anything. */
function isReading({ role, error, quarantined }: LayerSummary): boolean {
  if (role !== 'viewer' && error?.code !== 'read-only-member') return false
  return quarantined.every(({ detail }) => detail.code === 'read-only-member')
}

function connectedWords(layer: LayerSummary, nowMs: number): SyncWords {
  if (layer.quarantined.length > 0 && !isReading(layer)) {
    const sentence = `${counted(layer.quarantined.length, 'change')} could not be taken and ${layer.quarantined.length === 1 ? 'was' : 'were'} set aside. Everything else goes on.`
    return { tone: 'attention', short: 'Needs you', sentence }
  }
  if (layer.files.problem && needsPerson(layer.files.problem)) {
    return { tone: 'attention', short: 'Needs you', sentence: describeError(layer.files.problem) }
  }
  return movingWords(layer) ?? restingWords(layer, nowMs)
}

function movingWords({ kind, toSend, toReceive, role, files, state }: LayerSummary): SyncWords | undefined {
  if (toSend > 0 && kind === 'backup') {
    const sentence = `${counted(toSend, 'change')} not in the backup yet. Grove writes there every half minute.`
    return { tone: 'busy', short: 'Backing up', sentence }
  }
  if (toSend > 0 && role !== 'viewer') {
    return {
      tone: 'busy',
      short: `Sending ${toSend.toLocaleString('en-GB')}`,
      sentence: `${counted(toSend, 'change')} on the way.`,
    }
  }
  if (toReceive !== null && toReceive > 0) {
    const sentence = `${counted(toReceive, 'change')} on the way to this machine.`
    return { tone: 'busy', short: `Receiving ${toReceive.toLocaleString('en-GB')}`, sentence }
  }
  if (files.toSend > 0) return fileWords('Sending', files.toSend)
  if (files.toReceive > 0) return fileWords('Receiving', files.toReceive)
  if (state === 'catching-up')
    return { tone: 'busy', short: 'Catching up', sentence: 'Both sides are telling each other what is new.' }
  return undefined
}

function fileWords(verb: string, count: number): SyncWords {
  return {
    tone: 'busy',
    short: `${verb} ${counted(count, 'file')}`,
    sentence: `Pages are there; ${counted(count, 'file')} on the way.`,
  }
}

function restingWords(layer: LayerSummary, nowMs: number): SyncWords {
  if (layer.isVerified) return { tone: 'good', short: 'In step, verified', sentence: verifiedSentence(layer, nowMs) }
  if (isReading(layer)) return readerWords(layer, nowMs)
  return {
    tone: 'busy',
    short: 'Not verified yet',
    sentence: 'Everything was sent. Both sides are compared in a moment.',
  }
}

function verifiedSentence({ kind, verifiedAt, place }: LayerSummary, nowMs: number): string {
  const when = verifiedAt === null ? '' : `, compared ${formatWhen(verifiedAt, nowMs)}`
  if (kind === 'backup') return `The backup holds all that this machine holds${when}.`
  return `This machine and ${serverName(place)} hold exactly the same${when}.`
}

function readerWords(layer: LayerSummary, nowMs: number): SyncWords {
  const count = layer.toSend + layer.quarantined.length
  const own =
    count > 0 ? ` ${counted(count, 'change')} of yours ${count === 1 ? 'stays' : 'stay'} on this machine.` : ''
  const when = layer.verifiedAt === null ? '' : ` Last compared ${formatWhen(layer.verifiedAt, nowMs)}.`
  return { tone: 'quiet', short: 'Reading', sentence: `You can read this space.${own}${when}` }
}

function offlineWords({ toSend, place }: LayerSummary, reason: string | undefined): SyncWords {
  const waiting = toSend > 0 ? ` ${counted(toSend, 'change')} waiting to be sent.` : ''
  const sentence = reason ?? `${serverName(place)} cannot be reached. Grove connects again by itself.`
  return { tone: 'quiet', short: 'Offline', sentence: sentence + waiting }
}
