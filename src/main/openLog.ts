import path from 'node:path'
import electronLog from 'electron-log/node'

export type Log = Pick<typeof electronLog, 'info' | 'warn' | 'error'>

const MAX_SIZE_BYTES = 1024 * 1024

/**
 * What happened, for whoever has to find out why: in `main.log` of the log folder, and one older file. Never what
 * stands in pages, nor their names.
 */
export function openLog(folder: string): Log {
  const { file } = electronLog.transports
  file.resolvePathFn = () => path.join(folder, 'main.log')
  file.maxSize = MAX_SIZE_BYTES
  file.level = 'info'
  file.format = '{iso} {level} {text}'
  electronLog.transports.console.level = 'warn'
  return electronLog
}
