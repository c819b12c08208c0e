import { parentPort, workerData } from 'node:worker_threads'
import { prepareDatabase } from '../../src/layers/sqlite/prepareDatabase'
import type { OpeningOrder } from '../../src/main/opening/DatabaseOpening'

/* What the app's opening process does. */
const { path, newLog } = workerData as OpeningOrder
parentPort?.postMessage(prepareDatabase(path, newLog))
