import { copyDatabase } from '../layers/sqlite/copyDatabase'
import { answerProcess } from './answerProcess'
import type { CopyOrder } from './updates/copyInProcess'

/* Runs in a utility process: copies one database. */
answerProcess(({ from, to }: CopyOrder) => {
  copyDatabase(from, to)
  return null
})
