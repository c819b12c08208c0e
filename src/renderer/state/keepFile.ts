import type { NamedFile } from '../../apps/page/fileNode'
import { AppError } from '../../core/AppError'
import type { Workspace } from './Workspace.svelte'

const LIMIT_BYTES = 200_000_000

/** Stores a file that a person gave. Rejects with `too-large` or `bad-file`, or with why nothing can be stored. */
export async function keepFile(workspace: Pick<Workspace, 'id' | 'bridge'>, file: File): Promise<NamedFile> {
  const name = file.name || 'Pasted file'
  if (file.size > LIMIT_BYTES) {
    throw new AppError({ code: 'too-large', what: name, sizeBytes: file.size, limitBytes: LIMIT_BYTES })
  }
  const bytes = await readBytes(file, name)
  return { ...(await workspace.bridge.request('files.add', { spaceId: workspace.id, name, bytes })), name }
}

async function readBytes(file: File, name: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch (error) {
    const reason = 'it is gone, has changed, or may not be read'
    throw new AppError({ code: 'bad-file', path: name, reason }, { cause: error })
  }
}
