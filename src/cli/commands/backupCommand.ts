import { version } from '../../../package.json'
import { AppError, describeError } from '../../core/AppError'
import type { OpenSpace } from '../../core/space/OpenSpace'
import type { FollowerState } from '../../core/sync/FollowerState'
import type { FollowerSync } from '../../core/sync/FollowerSync'
import type { BackupPersistenceLayer } from '../../layers/backup/BackupPersistenceLayer'
import { findBackups } from '../../layers/backup/findBackups'
import { placeBackup } from '../../layers/backup/placeBackup'
import type { BackupProof } from '../../layers/backup/proveBackup'
import { cipherOfWords } from '../cipherOfWords'
import type { CommandContext } from '../CommandContext'
import { expectedKeyId } from '../expectedKeyId'
import { backupLayerOf } from '../spaceManagerSetup'
import { describeCounts } from '../describeCounts'
import { Workplace } from '../Workplace'

export interface BackupQuestion {
  /** Name or id. */
  readonly space: string
  /** Absolute. */
  readonly target: string
  /** Of the recovery kit; undefined for a space without a key. */
  readonly words: string | undefined
}

/** `grove backup <space> <folder>`: makes a backup, or brings it up to date, and reads it again. True when it is whole. */
export async function backupCommand(
  { space, target, words }: BackupQuestion,
  { folder, environment, terminal, json }: CommandContext,
): Promise<boolean> {
  const made = await Workplace.use(folder, environment, async (workplace) => {
    const open = await workplace.open(space)
    const spaceName = (await open.look())?.name ?? open.id
    const there = (await findBackups(target)).filter(({ label }) => label.spaceId === open.id)
    const sealedThere = there.find(({ label }) => label.keyId !== null)
    const expected = (await expectedKeyId(folder, open.id)) ?? sealedThere?.label.keyId ?? null
    const cipher = cipherOfWords(words, expected, open.id, environment)
    const place = await placeBackup({
      ...{ folder: target, spaceId: open.id, spaceName, cipher, environment },
      appVersion: version,
      dataFolder: folder.root,
    })
    const layer = backupLayerOf(open, place, cipher, folder)
    terminal.progress('Writing…')
    const follower = await follow(open, layer)
    terminal.progress('Reading it again…')
    const proof = await prove(layer, follower)
    const { opCount, fingerprint } = open.journal.summary()
    const verified = proof.ops === opCount && proof.fingerprint === fingerprint
    const older = cipher.keyId === null ? undefined : there.find(({ label }) => label.keyId === null)
    return { spaceName, place, proof, verified, older, problem: layer.files.state.current.problem }
  })
  const { spaceName, place, proof, verified, older, problem } = made
  const { ops, files, fingerprint, sizeBytes } = proof
  const isGood = verified && problem === null
  terminal.progress('')
  terminal.result(
    json
      ? JSON.stringify(
          { space: spaceName, folder: place, ops, files, fingerprint, sizeBytes, verified: isGood },
          null,
          2,
        )
      : `Backed up “${spaceName}” to ${place}: ${describeCounts(proof)}${isGood ? '; verified.' : '.'}`,
  )
  if (older) terminal.notice(`What was backed up before the space was encrypted stays readable in ${older.folder}.`)
  if (problem) terminal.notice(`Not everything is in it: ${describeError(problem)}`)
  if (!verified) terminal.notice('The backup does not hold what the space holds. Run the command again.')
  return isGood
}

/** Resolves when the backup holds what the space holds, and the files that can be read. */
async function follow(open: OpenSpace, layer: BackupPersistenceLayer): Promise<FollowerSync> {
  open.addLayer(layer)
  const follower = open.followers.find((each) => each.layer === layer)
  if (!follower) throw new AppError({ code: 'closed' })
  await inStep(follower)
  await layer.files.syncNow()
  return follower
}

function inStep({ state }: FollowerSync): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = state.subscribe((now) => look(now))
    const end = (settle: () => void): void => {
      stop()
      settle()
    }
    const look = ({ state: phase, fuse, lastError }: FollowerState): void => {
      if (phase === 'in-step') end(resolve)
      // Nobody is here to be asked: the app asks when it opens the space.
      else if (fuse) end(() => reject(new AppError({ code: 'fuse', documents: fuse.documents, total: fuse.total })))
      else if (phase === 'failing' && lastError) end(() => reject(new AppError(lastError)))
    }
    look(state.current)
  })
}

/** What could not be read back is written again, once; if it still cannot be, the disk is not to be trusted. */
async function prove(layer: BackupPersistenceLayer, follower: FollowerSync): Promise<BackupProof> {
  try {
    return await layer.verify()
  } catch (error) {
    if (AppError.detailOf(error).code !== 'backup-differs') throw error
  }
  await follower.verify()
  await layer.files.syncNow()
  return layer.verify()
}
