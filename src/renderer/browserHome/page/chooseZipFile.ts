import { zipNameOf } from '../vault/zipFile'

interface SavePicker {
  showSaveFilePicker?: (options: {
    readonly suggestedName: string
    readonly types: readonly { readonly description: string; readonly accept: Record<string, string[]> }[]
  }) => Promise<FileSystemFileHandle>
}

/**
 * Asks a person for a file to write. Undefined: they closed the dialog. Null: this browser lets pages write no files, or not
 * now, and what is exported is to be downloaded.
 */
export async function chooseZipFile(name: string): Promise<FileSystemFileHandle | null | undefined> {
  const { showSaveFilePicker } = window as SavePicker
  if (!showSaveFilePicker) return null
  const types = [{ description: 'Zip file', accept: { 'application/zip': ['.zip'] } }]
  try {
    return await showSaveFilePicker.call(window, { suggestedName: zipNameOf(name), types })
  } catch (error) {
    return error instanceof DOMException && error.name === 'AbortError' ? undefined : null
  }
}
