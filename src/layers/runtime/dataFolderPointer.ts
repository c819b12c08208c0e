import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { AppError } from '../../core/AppError'

/** Of `data-folder.json` beside the app's profile: where the data is, when it is not in the usual folder. */
const pointerSchema = v.object({
  format: v.literal(1),
  /** Absolute; null: the usual folder. */
  folder: v.nullable(v.pipe(v.string(), v.minLength(1))),
  /** Folders the data was moved out of, which still hold it. */
  previous: v.array(v.string()),
  /** A move that is to be done before anything is opened. */
  moveTo: v.nullable(v.pipe(v.string(), v.minLength(1))),
})

export type DataFolderPointer = Omit<v.InferOutput<typeof pointerSchema>, 'format'>

export const NO_POINTER: DataFolderPointer = { folder: null, previous: [], moveTo: null }

export function pointerFile(usualFolder: string): string {
  return path.join(usualFolder, 'data-folder.json')
}

/** Throws AppError `bad-file` when there is one and it cannot be read: then nobody knows where the data is. */
export function readDataFolderPointer(usualFolder: string): DataFolderPointer {
  const file = pointerFile(usualFolder)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return NO_POINTER
    throw new AppError({ code: 'bad-file', path: file, reason: error instanceof Error ? error.message : String(error) })
  }
  try {
    const { folder, previous, moveTo } = v.parse(pointerSchema, JSON.parse(text))
    return { folder, previous, moveTo }
  } catch {
    throw new AppError({ code: 'bad-file', path: file, reason: 'it is not what Grove wrote there' })
  }
}

export function pointerText(pointer: DataFolderPointer): string {
  return `${JSON.stringify({ format: 1, ...pointer }, null, 2)}\n`
}
