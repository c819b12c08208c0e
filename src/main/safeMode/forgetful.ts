import type { JsonFile } from '../JsonFile'

/** In place of a file: the defaults are read, and what is written is gone when the app ends. The file stays as it is. */
export function forgetful<T>(file: JsonFile<T>): Pick<JsonFile<T>, 'read' | 'write'> {
  return { read: () => Promise.resolve(file.defaults), write: () => Promise.resolve() }
}
