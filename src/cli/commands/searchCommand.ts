import { documentText } from '../../apps/search/documentText'
import type { MarkedText } from '../../core/search/MarkedText'
import type { SearchAnswer, SearchHit } from '../../core/search/SearchIndex'
import { SpacesSearch } from '../../layers/search/SpacesSearch'
import { SQLiteSearchPlace } from '../../layers/sqlite/search/SQLiteSearchPlace'
import { AppError } from '../../core/AppError'
import type { CommandContext } from '../CommandContext'
import { counted } from '../counted'
import { Workplace } from '../Workplace'

const MAX_HITS = 50

/** `grove search <space> <words>`: the pages in which the words stand, best first. */
export async function searchCommand(spaceName: string, text: string, context: CommandContext): Promise<void> {
  const { folder, environment, terminal, json } = context
  const answer = await Workplace.use(folder, environment, async (workplace) => {
    const { id } = await workplace.open(spaceName)
    const index = new SpacesSearch({
      environment,
      textOf: documentText,
      placeOf: (spaceId) =>
        new SQLiteSearchPlace({ databasePath: folder.database(spaceId), indexPath: folder.searchIndex(spaceId) }),
      onProgress: (_, progress) => {
        if (progress) terminal.progress(`Reading ${progress.done} of ${progress.total} pages…`)
      },
    })
    try {
      await index.index(id)
      return await index.find({ spaceIds: [id], text, limit: MAX_HITS })
    } finally {
      await index.close()
    }
  })
  terminal.progress('')
  const [problem] = answer.problems
  if (problem) throw new AppError({ code: 'bad-request', reason: problem.sentence.replace(/\.$/, '') })
  terminal.result(json ? JSON.stringify(jsonOf(answer), null, 2) : textOf(answer))
}

function jsonOf({ hits, count, isMore }: SearchAnswer): object {
  const found = ({ entryId, title, path, snippet }: SearchHit): object => {
    return { id: entryId, title: plain(title), path, snippet: plain(snippet) }
  }
  return { count, isMore, hits: hits.map(found) }
}

function textOf({ hits, count, isMore }: SearchAnswer): string {
  const lines = hits.flatMap(({ title, path, snippet }) => [
    path === '' ? plain(title) : `${path} / ${plain(title)}`,
    `    ${plain(snippet)}`,
  ])
  const found = isMore ? `More than ${count} pages found.` : `${counted(count, 'page')} found.`
  return [...lines, hits.length < count ? `${found} The first ${hits.length} are shown.` : found].join('\n')
}

function plain(marked: MarkedText): string {
  return marked.map(({ text }) => text).join('')
}
