import { createHash } from 'node:crypto'
import { constants, createReadStream, renameSync, unlinkSync } from 'node:fs'
import { chmod, copyFile, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppImageUpdater } from 'electron-updater'
import { runningAppImage } from './runningAppImage'
import { startWhenGone } from './startWhenGone'

/**
 * electron-updater's way with AppImages, but one that can be killed at any moment: it deletes the old file before it
 * moves the new one there; here the new one waits beside the old, complete and compared, and takes its name in one step.
 */
export class SafeAppImageUpdater extends AppImageUpdater {
  /** Copies the fetched file next to the running one. Rejects when it is not what was published, or has no place. */
  async stage(): Promise<void> {
    const fetched = this.installerPath
    const expected = this.downloadedUpdateHelper?.downloadedFileInfo?.sha512
    if (fetched === null || expected === undefined) throw new Error('nothing was fetched')
    const { staged } = this.#places(fetched)
    try {
      await copyFile(fetched, staged, constants.COPYFILE_FICLONE)
      const hash = createHash('sha512')
      await pipeline(createReadStream(staged), hash)
      if (hash.digest('base64') !== expected) {
        throw Object.assign(new Error('the file changed'), { code: 'ERR_CHECKSUM_MISMATCH' })
      }
      await chmod(staged, 0o755)
      await sync(staged)
    } catch (error) {
      await rm(staged, { force: true })
      throw error
    }
  }

  protected override doInstall(): boolean {
    const fetched = this.installerPath
    if (fetched === null) return false
    const { running, staged, destination } = this.#places(fetched)
    renameSync(staged, destination)
    if (destination !== running) unlinkSync(running)
    startWhenGone(destination)
    return true
  }

  /** A file that bears its version gets the name of the next one; one that was renamed keeps the name it has. */
  #places(fetched: string): { running: string; staged: string; destination: string } {
    const running = runningAppImage()
    const folder = path.dirname(running)
    const name = path.basename(running)
    const destination = /\d+\.\d+\.\d+/.test(name) ? path.join(folder, path.basename(fetched)) : running
    return { running, destination, staged: path.join(folder, `.${name}.new`) }
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
