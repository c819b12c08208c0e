import { ipcMain, type WebFrameMain } from 'electron'
import { CHANNELS } from '../../bridge/channels'
import type { GroveWindow } from '../GroveWindow'
import type { Log } from '../openLog'
import { isOwnPage } from '../pageFile'
import type { Windows } from '../Windows'
import { answerRequest, type RequestHandlers } from '../../home/requests/answerRequest'

/** Answers the windows' requests: only the top frame of one of our windows, showing one of our pages, is heard. */
export function serveRequests(
  handlers: RequestHandlers<GroveWindow>,
  windows: Windows,
  servedUrl: string | undefined,
  log: Log,
): void {
  const isTrusted = (frame: WebFrameMain | null): boolean => frame?.parent === null && isOwnPage(frame.url, servedUrl)
  ipcMain.handle(CHANNELS.request, (event, name: unknown, question: unknown) => {
    const window = windows.of(event.sender)
    if (!window || !isTrusted(event.senderFrame)) {
      log.warn('request from a stranger refused')
      return { ok: false, detail: { code: 'bad-request', reason: 'only a window of Grove may ask' } }
    }
    return answerRequest(handlers, name, question, window, (at, error) => log.error('request failed', at, error))
  })
}
