import { AppError } from '../../core/AppError'
import type { DataCopies } from './DataCopies'
import type { Updater } from './Updater'

export interface UpdateInstallParts {
  readonly version: string
  /** The part of Farewell this needs. */
  readonly farewell: {
    saveAll(): Promise<string | undefined>
    leave(last: () => void): Promise<boolean>
  }
  readonly copies: Pick<DataCopies, 'make'>
}

/**
 * Saves everything, puts the new version beside the old, copies the data, closes the app, and only then replaces it.
 * What fails on the way leaves the app as it was, with a sentence. False: somebody decided to stay.
 */
export async function installUpdate(
  { version, farewell, copies }: UpdateInstallParts,
  updater: Updater,
): Promise<boolean> {
  const unsaved = await farewell.saveAll()
  if (unsaved !== undefined) throw new AppError({ code: 'update-unsaved', reason: unsaved })
  await updater.prepare()
  await copies.make(version)
  return farewell.leave(() => updater.install())
}
