import { AppError } from '../core/AppError'
import { lookAtDatabase } from '../layers/sqlite/lookAtDatabase'
import type { ExamineNews, ExamineOrder } from './diagnostics/examineMessages'

/* Runs in a utility process: SQLite's check of a large file takes seconds, and nobody should wait for it. */
const { parentPort } = process

parentPort.on('message', ({ data }) => {
  const { path } = data as ExamineOrder
  parentPort.postMessage(look(path))
})

function look(path: string): ExamineNews {
  try {
    return lookAtDatabase(path)
  } catch (error) {
    return AppError.detailOf(error)
  }
}
