import type { Position } from '../../persistence/PersistenceLayer'
import type { OpenSpace } from '../OpenSpace'
import { compactSpace, type CompactionReport } from './compactSpace'
import { JournalReader } from './JournalReader'

const nextSegment = (): Promise<boolean> => Promise.resolve(false)

/** Packs the trees of a space in this very process, in short steps, for homes that have no other. */
export function compactHere(
  open: OpenSpace,
  after: Position,
  signal: { readonly aborted: boolean },
): Promise<CompactionReport> {
  const { journal, environment } = open
  return compactSpace({ reader: new JournalReader(journal), writer: journal, environment, after, signal, nextSegment })
}
