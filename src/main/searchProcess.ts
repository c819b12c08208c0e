import { documentText } from '../apps/search/documentText'
import { AppError } from '../core/AppError'
import { DataFolder } from '../layers/runtime/DataFolder'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { SpacesSearch } from '../layers/search/SpacesSearch'
import { SQLiteSearchPlace } from '../layers/sqlite/search/SQLiteSearchPlace'
import { obeySearchOrder } from '../home/search/obeySearchOrder'
import type { SearchNews } from '../home/search/searchMessages'
import { giveWay } from './giveWay'
import type { SearchProcessOrder } from './search/startSearchProcess'

/*
 * Runs in a utility process of its own: reading the texts of a large space takes a minute, and a question some tens of
 * milliseconds. It reads the spaces' files by connections of its own and writes the indexes beside them, which nobody else does.
 */
giveWay()
const { parentPort } = process
const tell = (news: SearchNews): void => parentPort.postMessage(news)

function open(root: string): SpacesSearch {
  const folder = new DataFolder(root)
  return new SpacesSearch({
    environment: nodeEnvironment,
    textOf: documentText,
    placeOf: (spaceId) =>
      new SQLiteSearchPlace({ databasePath: folder.database(spaceId), indexPath: folder.searchIndex(spaceId) }),
    onProgress: (spaceId, progress) => tell({ kind: 'progress', spaceId, progress }),
  })
}

let index: SpacesSearch | undefined

async function opened(): Promise<SpacesSearch> {
  if (!index) throw new AppError({ code: 'bad-request', reason: 'nobody said where the spaces lie' })
  return index
}

parentPort.on('message', ({ data }) => {
  const order = data as SearchProcessOrder
  if (order.kind === 'begin') index = open(order.folder)
  else void obeySearchOrder(opened, order).then(tell)
})
