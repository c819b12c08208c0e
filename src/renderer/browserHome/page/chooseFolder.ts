import { AppError } from '../../../core/AppError'
import { chooseFiles } from '../../ui/chooseFiles'
import type { ChosenFolder } from '../vault/BrowserVaultOrder'

/** Asks a person for a folder. Null: they closed the dialog. Rejects with AppError where a browser gives no folders. */
export async function chooseFolder(): Promise<ChosenFolder | null> {
  if (!('webkitdirectory' in HTMLInputElement.prototype)) {
    throw new AppError({ code: 'bad-request', reason: 'this browser cannot read folders; a browser on a computer can' })
  }
  const files = await chooseFiles((input) => (input.webkitdirectory = true))
  return files && chosenFolder(files)
}

/** Each path begins with the name of the folder. */
function chosenFolder(files: readonly File[]): ChosenFolder {
  const [name] = files[0]?.webkitRelativePath.split('/') ?? []
  if (name === undefined || name === '')
    throw new AppError({ code: 'bad-request', reason: 'there is no file in this folder' })
  return { name, files: files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })) }
}
