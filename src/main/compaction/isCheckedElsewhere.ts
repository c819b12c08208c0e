import { isUnclean } from '../../layers/sqlite/quickCheck'
import { CompactionProcess } from './CompactionProcess'

/**
 * After an unclean exit the file of a space is read from end to end before it is used, which takes seconds for a large one:
 * in a process of its own, so that the windows go on. False: whoever opens it checks it, or need not.
 */
export async function isCheckedElsewhere(databasePath: string): Promise<boolean> {
  if (!isUnclean(databasePath)) return false
  const process = new CompactionProcess(() => Promise.resolve(false))
  try {
    return await process.isSound(databasePath)
  } catch {
    return false
  } finally {
    process.end()
  }
}
