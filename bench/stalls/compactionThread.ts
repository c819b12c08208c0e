import { parentPort } from 'node:worker_threads'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { CompactionJob } from '../../src/main/compaction/CompactionJob'
import type { CompactionOrder } from '../../src/main/compaction/compactionMessages'

/* What the app's compaction process does. */
const job = new CompactionJob(nodeEnvironment, (news) => parentPort?.postMessage(news))

parentPort?.on('message', (order: CompactionOrder) => {
  if (order.kind === 'stored') job.stored(order)
  if (order.kind === 'compact') void job.run(order).then((report) => parentPort?.postMessage({ kind: 'done', report }))
})
