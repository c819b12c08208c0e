/** Asks a person for files. Null: they closed the dialog. `prepare` says which: `accept`, or whole folders. */
export async function chooseFiles(prepare?: (input: HTMLInputElement) => void): Promise<readonly File[] | null> {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  // Some browsers forget one that is nowhere.
  input.hidden = true
  prepare?.(input)
  document.body.append(input)
  try {
    const isChosen = new Promise<boolean>((resolve) => {
      input.addEventListener('change', () => resolve(true))
      input.addEventListener('cancel', () => resolve(false))
    })
    input.click()
    return (await isChosen) ? [...(input.files ?? [])] : null
  } finally {
    input.remove()
  }
}
