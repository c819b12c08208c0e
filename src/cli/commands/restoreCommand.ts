import { lookAtBackup } from '../../layers/backup/lookAtBackup'
import { restoreBackup, type RestoreProgress } from '../../layers/backup/restoreBackup'
import { FolderFileStore } from '../../layers/files/FolderFileStore'
import { cipherOfWords } from '../cipherOfWords'
import type { CommandContext } from '../CommandContext'
import { counted } from '../counted'
import { describeCounts } from '../describeCounts'
import { Workplace } from '../Workplace'

export interface RestoreQuestion {
  /** The backup's folder or the one it lies in, absolute. */
  readonly source: string
  /** Of the recovery kit; undefined for a space without a key. */
  readonly words: string | undefined
}

/** `grove restore <folder>`: puts everything of a backup into its space, which is made when it is not here. True when all of it is there. */
export async function restoreCommand(
  { source, words }: RestoreQuestion,
  { folder, environment, terminal, json }: CommandContext,
): Promise<boolean> {
  const { folder: place, spaceId, keyId } = await lookAtBackup(source, () => undefined)
  const cipher = cipherOfWords(words, keyId, spaceId, environment)
  const restored = await Workplace.use(folder, environment, async ({ manager }) => {
    const isHere = (await folder.spaceIds()).includes(spaceId)
    const target = await (isHere ? manager.openSpace(spaceId) : manager.adoptSpace(spaceId))
    const report = await restoreBackup({
      ...{ folder: place, spaceId, cipher, target, environment },
      files: new FolderFileStore(folder.files(spaceId)),
      onProgress: (progress) => terminal.progress(describe(progress)),
    })
    return { ...report, spaceName: (await target.look())?.name ?? spaceId }
  })
  const { spaceName, ops, files, fingerprint, secrets, isComplete, missing } = restored
  terminal.progress('')
  terminal.result(
    json
      ? JSON.stringify({ space: spaceName, spaceId, ops, files, fingerprint, verified: isComplete, missing }, null, 2)
      : [
          `Restored “${spaceName}”: ${describeCounts(restored)}${isComplete ? '; verified.' : '.'}`,
          ...(isComplete ? [] : ['Not everything could be restored:', ...missing.map((sentence) => `- ${sentence}`)]),
        ].join('\n'),
  )
  if (secrets > 0) {
    terminal.notice(
      `${counted(secrets, 'secret')} not restored: the command line has no key store. The app restores them.`,
    )
  }
  return isComplete
}

function describe({ ops, totalOps, files, totalFiles }: RestoreProgress): string {
  return `Restoring: ${ops} of ${counted(totalOps, 'change')}, ${files} of ${counted(totalFiles, 'file')}`
}
