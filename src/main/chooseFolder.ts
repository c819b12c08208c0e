import { dialog } from 'electron'
import type { GroveWindow } from './GroveWindow'

export interface FolderQuestion {
  readonly title: string
  readonly buttonLabel: string
  /** The person may make a new one. */
  readonly mayCreate?: boolean
}

/** Asks for a folder with the system's dialog; undefined when the person closed it. */
export async function chooseFolder(
  window: GroveWindow,
  { title, buttonLabel, mayCreate = false }: FolderQuestion,
): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window.browserWindow, {
    title,
    buttonLabel,
    properties: ['openDirectory', ...(mayCreate ? (['createDirectory'] as const) : [])],
  })
  return canceled ? undefined : filePaths[0]
}
