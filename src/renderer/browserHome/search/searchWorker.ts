import { obeySearchOrder } from '../../../home/search/obeySearchOrder'
import type { SearchNews } from '../../../home/search/searchMessages'
import { windowEnvironment } from '../../state/windowEnvironment'
import type { SearcherMessage } from '../homeMessages'
import { BrowserSearcher } from './BrowserSearcher'

/** What of a worker is used here; its types and those of pages, which the texts of documents need, exclude each other. */
declare const self: Pick<MessagePort, 'onmessage' | 'close'>

/*
 * What the search process is on the desktop. A tab starts it and gives it the port that came from the home; from then on the
 * two talk without the tab, which only has to stay.
 */
self.onmessage = ({ ports: [port] }) => {
  if (port) serve(port)
}

function serve(port: MessagePort): void {
  const tell = (news: SearchNews): void => port.postMessage(news)
  let opening: Promise<BrowserSearcher> | undefined
  const open = (): Promise<BrowserSearcher> => {
    opening ??= BrowserSearcher.open(windowEnvironment(), (spaceId, progress) =>
      tell({ kind: 'progress', spaceId, progress }),
    )
    return opening
  }
  const end = async (): Promise<void> => {
    const searcher = await opening?.catch(() => undefined)
    await searcher?.close()
    self.close()
  }
  port.onmessage = ({ data }: MessageEvent<SearcherMessage>) => {
    if (data.kind === 'end') void end()
    else void obeySearchOrder(open, data).then(tell)
  }
}
