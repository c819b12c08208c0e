import { prepareDatabase } from '../layers/sqlite/prepareDatabase'
import { answerProcess } from './answerProcess'
import type { OpeningOrder } from './opening/DatabaseOpening'

/* Runs in a utility process: readies one database to be opened, which takes seconds for a large one. */
answerProcess(({ path, newLog }: OpeningOrder) => prepareDatabase(path, newLog))
