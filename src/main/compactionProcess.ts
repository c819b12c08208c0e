import { AppError } from '../core/AppError'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { CompactionJob } from './compaction/CompactionJob'
import type { CompactionNews, CompactionOrder } from './compaction/compactionMessages'
import { giveWay } from './giveWay'

/*
 * Runs in a utility process of its own: packing a large space takes seconds, in which main has windows to serve. It reads
 * the space's file by a connection of its own and writes nothing; what it made goes to main in short steps.
 */
giveWay()
const { parentPort } = process
const tell = (news: CompactionNews): void => parentPort.postMessage(news)
const job = new CompactionJob(nodeEnvironment, tell)

parentPort.on('message', ({ data }) => {
  const order = data as CompactionOrder
  if (order.kind === 'stored') job.stored(order)
  else {
    job.run(order).then(
      (report) => tell({ kind: 'done', report }),
      (error: unknown) => tell({ kind: 'failed', detail: AppError.detailOf(error) }),
    )
  }
})
