import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { compactSpace, type CompactionReport } from '../../core/space/compaction/compactSpace'
import { DatabaseReader } from '../../layers/sqlite/DatabaseReader'
import type { CompactionNews, CompactionOrder } from './compactionMessages'

type Stored = Extract<CompactionOrder, { kind: 'stored' }>

/** The work of the compaction process: reads a space's file by itself, and gives what it made to main, who owns it. */
export class CompactionJob {
  #answer: ((stored: Stored) => void) | undefined

  constructor(
    readonly environment: Environment,
    readonly tell: (news: CompactionNews) => void,
  ) {}

  async run({ path, after }: Extract<CompactionOrder, { kind: 'compact' }>): Promise<CompactionReport> {
    const reader = new DatabaseReader(path)
    try {
      return await compactSpace({
        reader,
        writer: {
          saveSnapshot: async (snapshot) => {
            await this.#give({ kind: 'snapshot', snapshot })
          },
        },
        environment: this.environment,
        after,
        // Whoever wants it to end ends the process.
        signal: { aborted: false },
        nextSegment: async () => {
          const segment = reader.nextSegment()
          return segment !== undefined && (await this.#give({ kind: 'segment', segment }))
        },
      })
    } finally {
      reader.close()
    }
  }

  stored(stored: Stored): void {
    this.#answer?.(stored)
  }

  /** Nothing more is made until main has stored this. */
  async #give(news: CompactionNews): Promise<boolean> {
    const answered = new Promise<Stored>((resolve) => (this.#answer = resolve))
    this.tell(news)
    const { isTaken, problem } = await answered
    if (problem) throw new AppError(problem)
    return isTaken
  }
}
