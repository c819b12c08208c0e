import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder, and those around it that are not there. Returns the outermost that was made; undefined when all were there. Not by
 * `recursive`, which asks for ever where a system will not have a folder and does not say why (some network places, `/proc`).
 */
export async function makeFolder(path: string, mode = 0o777): Promise<string | undefined> {
  const parent = dirname(path)
  try {
    await mkdir(path, { mode })
    return path
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOENT' || parent === path) {
      // Some systems say of a drive that it may not be made, and not that it is there.
      const found = await stat(path).catch(() => undefined)
      if (found?.isDirectory()) return undefined
      throw error
    }
  }
  const made = await makeFolder(parent, mode)
  await mkdir(path, { mode })
  return made ?? path
}
