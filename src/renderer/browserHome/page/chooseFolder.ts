import { AppError } from '../../../core/AppError'
import type { ChosenFolder } from '../vault/BrowserVaultOrder'

/** Asks a person for a folder. Null: they closed the dialog. Rejects with AppError where a browser gives no folders. */
export async function chooseFolder(): Promise<ChosenFolder | null> {
  const input = document.createElement('input')
  if (!('webkitdirectory' in input)) {
    throw new AppError({ code: 'bad-request', reason: 'this browser cannot read folders; a browser on a computer can' })
  }
  input.type = 'file'
  input.webkitdirectory = true
  // Some browsers forget one that is nowhere.
  input.hidden = true
  document.body.append(input)
  try {
    const isChosen = new Promise<boolean>((resolve) => {
      input.addEventListener('change', () => resolve(true))
      input.addEventListener('cancel', () => resolve(false))
    })
    input.click()
    return (await isChosen) ? chosenFolder([...(input.files ?? [])]) : null
  } finally {
    input.remove()
  }
}

/** Each path begins with the name of the folder. */
function chosenFolder(files: readonly File[]): ChosenFolder {
  const [name] = files[0]?.webkitRelativePath.split('/') ?? []
  if (name === undefined || name === '')
    throw new AppError({ code: 'bad-request', reason: 'there is no file in this folder' })
  return { name, files: files.map((file) => ({ path: file.webkitRelativePath.slice(name.length + 1), file })) }
}
