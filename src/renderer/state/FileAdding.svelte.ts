import type { NamedFile } from '../../apps/page/fileNode'
import { AppError } from '../../core/AppError'
import type { Cancel, Timers } from '../../core/environment'
import { counted } from '../ui/counted'
import type { DroppedFiles } from '../ui/droppedFiles'
import type { Dialogs } from './Dialogs.svelte'
import { keepFile } from './keepFile'
import type { Toasts } from './Toasts.svelte'
import type { Workspace } from './Workspace.svelte'

/** What is done sooner than this is not shown as being done. */
const SHOWN_AFTER_MS = 300
const NAMED = 5

export interface FileAddingParts {
  readonly workspace: Pick<Workspace, 'id' | 'bridge'>
  readonly toasts: Toasts
  readonly dialogs: Dialogs
  readonly timers: Timers
  /** Of a space that this person may only read. */
  readonly isReader: () => boolean
}

/** Takes files that a person dropped or chose: one after the other, with progress, until it is stopped. */
export class FileAdding {
  /** Undefined while nothing is being stored, or not for long. */
  progress = $state.raw<{ readonly done: number; readonly count: number }>()
  readonly #parts: FileAddingParts
  #done = 0
  #count = 0
  #isStopped = false
  #isShown = false
  #showing: Cancel | undefined
  #last: Promise<void> = Promise.resolve()

  constructor(parts: FileAddingParts) {
    this.#parts = parts
  }

  get mayAdd(): boolean {
    return !this.#parts.isReader()
  }

  /**
   * Stores the files and hands those that are stored to `put`, all at once. What could not be is told, and so is that it
   * was stopped. Never rejects.
   */
  add(
    { files, folderCount }: DroppedFiles,
    put: (stored: readonly NamedFile[]) => void | Promise<void>,
  ): Promise<void> {
    const { toasts, dialogs } = this.#parts
    if (!this.mayAdd) {
      toasts.note('You can read this space, not change it: nothing was added.')
      return Promise.resolve()
    }
    if (folderCount > 0) {
      const what = folderCount === 1 ? 'A folder is' : 'Folders are'
      const action = { label: 'Import a folder…', run: () => dialogs.open({ kind: 'import' }) }
      toasts.note(`${what} not added like a file. Import a folder instead, with all that is in it.`, action)
    }
    if (files.length === 0) return Promise.resolve()
    if (this.#count === 0) this.#begin()
    this.#step(0, files.length)
    this.#last = this.#last.then(async () => {
      try {
        const stored = await this.#store(files)
        if (stored.length > 0) await put(stored)
      } catch (error) {
        toasts.problem(error)
      } finally {
        if (this.#done === this.#count) this.#end()
      }
    })
    return this.#last
  }

  /** What is stored by now is kept. */
  stop(): void {
    this.#isStopped = true
  }

  /** Before the space is closed. */
  async finish(): Promise<void> {
    this.stop()
    await this.#last
  }

  async #store(files: readonly File[]): Promise<NamedFile[]> {
    const stored: NamedFile[] = []
    const leftOut: { readonly name: string; readonly error: unknown }[] = []
    let failure: { readonly error: unknown } | undefined
    for (const file of files) {
      if (!this.#isStopped && !failure) {
        try {
          stored.push(await keepFile(this.#parts.workspace, file))
        } catch (error) {
          const { code } = AppError.detailOf(error)
          // Of this one file; anything else (a full disk) the next file would meet too.
          if (code === 'too-large' || code === 'bad-file') leftOut.push({ name: file.name, error })
          else failure = { error }
        }
      }
      this.#step(1, 0)
    }
    if (failure) this.#parts.toasts.problem(failure.error)
    this.#tell(leftOut)
    return stored
  }

  #tell(leftOut: readonly { readonly name: string; readonly error: unknown }[]): void {
    const { toasts } = this.#parts
    const [first, ...others] = leftOut
    if (!first) return
    toasts.problem(first.error)
    if (others.length === 0) return
    const names = others.slice(0, NAMED).map(({ name }) => `"${name}"`)
    const more = others.length > NAMED ? ` and ${counted(others.length - NAMED, 'more file')}` : ''
    toasts.note(`Also left out, too large or not readable: ${names.join(', ')}${more}.`)
  }

  #begin(): void {
    this.#showing = this.#parts.timers.after(SHOWN_AFTER_MS, () => {
      this.#isShown = true
      this.#step(0, 0)
    })
  }

  #step(done: number, count: number): void {
    this.#done += done
    this.#count += count
    if (this.#isShown) this.progress = { done: this.#done, count: this.#count }
  }

  #end(): void {
    this.#showing?.()
    this.#done = this.#count = 0
    this.#isStopped = this.#isShown = false
    this.progress = undefined
  }
}
