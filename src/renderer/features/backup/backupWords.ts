import type { LayerSummary } from '../../../bridge/contract'
import { describeError } from '../../../core/AppError'
import { counted } from '../../ui/counted'
import { formatWhen } from '../../ui/formatWhen'

export interface BackupWords {
  /** `good` only for what was opened again and compared. */
  readonly tone: 'good' | 'busy' | 'trouble'
  readonly short: string
  readonly sentence: string
}

/** How a backup stands. */
export function backupWords(layer: LayerSummary, nowMs: number): BackupWords {
  const trouble = layer.error ?? layer.files.problem
  switch (layer.state) {
    case 'opening':
      return { tone: 'busy', short: 'Opening', sentence: 'Grove is looking at what the folder holds.' }
    case 'catching-up':
      return writingWords(layer.toSend)
    case 'in-step':
      return trouble ? troubled('Incomplete', describeError(trouble)) : writtenWords(layer, nowMs)
    case 'paused':
      return {
        tone: 'busy',
        short: 'Paused',
        sentence: 'Nothing new is written until it is resumed in the sync panel.',
      }
    case 'offline':
      return troubled(
        'Not reachable',
        trouble ? describeError(trouble) : 'The folder cannot be reached now. Grove tries again by itself.',
      )
    case 'failing':
    case 'refused':
    case 'held':
    case 'closed':
      return troubled('Not written', trouble ? describeError(trouble) : 'Nothing is written there now.')
  }
}

function writtenWords({ isVerified, verifiedAt, toSend, files }: LayerSummary, nowMs: number): BackupWords {
  if (toSend > 0) return writingWords(toSend)
  if (files.toSend > 0) return { tone: 'busy', short: 'Writing', sentence: `${counted(files.toSend, 'file')} to go.` }
  if (!isVerified)
    return {
      tone: 'busy',
      short: 'Not checked yet',
      sentence: 'Everything is written. It is opened again and compared next.',
    }
  const when = verifiedAt === null ? '' : ` ${formatWhen(verifiedAt, nowMs)}`
  return { tone: 'good', short: 'Complete', sentence: `Opened again and compared${when}: it holds everything.` }
}

function writingWords(toSend: number): BackupWords {
  const sentence = `${counted(toSend, 'change')} to go. Grove writes here every half minute.`
  return { tone: 'busy', short: 'Writing', sentence }
}

function troubled(short: string, sentence: string): BackupWords {
  return { tone: 'trouble', short, sentence }
}
