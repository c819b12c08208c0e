import { readdir, writeFile } from 'node:fs/promises'
import { version } from '../../../package.json'
import { AppError } from '../../core/AppError'
import type { Environment } from '../../core/environment'
import { ServerFolder } from '../ServerFolder'
import { manifestPath, type BackupManifest } from './backupManifest'
import { copyServer, type CopiedServer } from './copyServer'

/** Copies a server, running or not, into a folder that is missing or empty. */
export async function backupServer(
  data: string,
  target: string,
  environment: Environment,
  onProgress: (text: string) => void,
): Promise<CopiedServer> {
  const from = new ServerFolder(data)
  from.mustBeServer()
  if ((await readdir(target).catch(() => [])).length > 0) {
    throw new AppError({ code: 'bad-request', reason: `${target} is not empty; name a new folder for each backup` })
  }
  const copied = await copyServer(from, new ServerFolder(target), environment, onProgress)
  const { users, spaces, chunks, bytes } = copied
  const madeAt = new Date(environment.now()).toISOString()
  const manifest: BackupManifest = {
    ...{ product: 'grove-server-backup', format: 1 },
    ...{ madeAt, grove: version, users, spaces, chunks, bytes },
  }
  await writeFile(manifestPath(target), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true, mode: 0o600 })
  return copied
}
