import { AppError } from '../core/AppError'
import { copyDatabase } from '../layers/sqlite/copyDatabase'
import type { CopyNews, CopyOrder } from './updates/copyInProcess'

/* Runs in a utility process: copies one database and says how it went. */
const { parentPort } = process

parentPort.on('message', ({ data }) => {
  const { from, to } = data as CopyOrder
  let news: CopyNews = null
  try {
    copyDatabase(from, to)
  } catch (error) {
    news = AppError.detailOf(error)
  }
  parentPort.postMessage(news)
})
