import { existsSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import type { Environment } from '../../core/environment'
import { Accounts } from '../accounts/Accounts'
import type { ServerFolder } from '../ServerFolder'
import { copyChunk } from './copyChunk'
import { copyDatabase } from './copyDatabase'

export interface CopiedServer {
  readonly users: number
  readonly spaces: number
  readonly chunks: number
  readonly bytes: number
  /** Plain sentences: what could not be copied. Everything else was. */
  readonly problems: readonly string[]
}

/**
 * Copies all that a server keeps, proven, into an empty folder. The accounts come first: what they name is durable by
 * then and never changes again, so the copy holds together although a server goes on writing.
 */
export async function copyServer(
  from: ServerFolder,
  to: ServerFolder,
  environment: Environment,
  onProgress: (text: string) => void,
): Promise<CopiedServer> {
  const problems: string[] = []
  let bytes = 0
  let chunkCount = 0
  let spaceCount = 0
  await mkdir(to.root, { recursive: true, mode: 0o700 })
  await copyDatabase(from.accounts, to.accounts)
  const accounts = Accounts.open(to.accounts, environment)
  try {
    const spaceIds = accounts.spaces.ids()
    for (const [index, spaceId] of spaceIds.entries()) {
      onProgress(`Space ${index + 1} of ${spaceIds.length}`)
      // One that nobody has opened yet has none.
      if (existsSync(from.database(spaceId))) {
        await mkdir(to.space(spaceId), { recursive: true, mode: 0o700 })
        await copyDatabase(from.database(spaceId), to.database(spaceId))
        bytes += (await stat(to.database(spaceId))).size
      }
      spaceCount += 1
      for (const { hash } of accounts.files.chunks(spaceId)) {
        const size = await copyChunk(from.chunk(spaceId, hash), to.chunk(spaceId, hash), hash)
        if (size === undefined) problems.push(`Part ${hash} of a file in space ${spaceId} is missing or damaged.`)
        else {
          bytes += size
          chunkCount += 1
        }
      }
    }
    return { users: accounts.users.count, spaces: spaceCount, chunks: chunkCount, bytes, problems }
  } finally {
    accounts.close()
  }
}
