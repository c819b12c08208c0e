import { documentText } from '../apps/search/documentText'
import { AppError } from '../core/AppError'
import { DataFolder } from '../layers/runtime/DataFolder'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { SQLiteSearchIndex } from '../layers/sqlite/search/SQLiteSearchIndex'
import type { SearchNews, SearchOrder } from './search/searchMessages'

/*
 * Runs in a utility process of its own: reading the texts of a large space takes a minute, and a question some tens of
 * milliseconds. It reads the spaces' files by connections of its own and writes the indexes beside them, which nobody else does.
 */
const { parentPort } = process
const tell = (news: SearchNews): void => parentPort.postMessage(news)

function open(root: string): SQLiteSearchIndex {
  const folder = new DataFolder(root)
  return new SQLiteSearchIndex({
    environment: nodeEnvironment,
    textOf: documentText,
    pathsOf: (spaceId) => ({ databasePath: folder.database(spaceId), indexPath: folder.searchIndex(spaceId) }),
    onProgress: (spaceId, progress) => tell({ kind: 'progress', spaceId, progress }),
  })
}

let index: SQLiteSearchIndex | undefined

async function obey(order: Exclude<SearchOrder, { kind: 'begin' }>): Promise<SearchNews> {
  const { no } = order
  try {
    if (!index) throw new AppError({ code: 'bad-request', reason: 'nobody said where the spaces lie' })
    if (order.kind === 'find') return { kind: 'found', no, answer: await index.find(order.question) }
    await index.index(order.spaceId)
    return { kind: 'indexed', no }
  } catch (error) {
    return { kind: 'failed', no, detail: AppError.detailOf(error) }
  }
}

parentPort.on('message', ({ data }) => {
  const order = data as SearchOrder
  if (order.kind === 'begin') index = open(order.folder)
  else void obey(order).then(tell)
})
