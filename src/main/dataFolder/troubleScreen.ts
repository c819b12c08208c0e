import type { StartChoice, StartScreen } from '../../bridge/contract'
import { formatBytes } from '../../core/formatBytes'
import { placeReason } from '../../layers/files/place/placeTrouble'
import type { FolderTrouble } from './folderTrouble'

/** Where the folder's name comes from: `--data-dir`, the settings, or nobody said anything. */
export type FolderOrigin = 'given' | 'chosen' | 'usual'

const AGAIN: StartChoice = { id: 'again', label: 'Try Again' }
const CHOOSE: StartChoice = { id: 'choose', label: 'Choose Another…' }
const EMPTY: StartChoice = { id: 'empty', label: 'Start with an Empty Folder' }
const MOVE: StartChoice = { id: 'move', label: 'Move the Data…' }
const ANYWAY: StartChoice = { id: 'anyway', label: 'Start Anyway' }
export const QUIT: StartChoice = { id: 'quit', label: 'Quit' }

/** What is said about a data folder that Grove cannot use, and what can be done. The first choice is what Enter means. */
export function troubleScreen(
  trouble: FolderTrouble,
  folder: string,
  origin: FolderOrigin,
  hasData: boolean,
): StartScreen {
  const { title, text } = wordsFor(trouble, folder, hasData)
  const hint = origin === 'given' ? ['This folder was named when Grove was started (--data-dir).'] : []
  return { title, text: [...text, ...hint], progress: null, choices: [...choicesFor(trouble, origin, hasData), QUIT] }
}

function wordsFor(trouble: FolderTrouble, folder: string, hasData: boolean): Pick<StartScreen, 'title' | 'text'> {
  switch (trouble.kind) {
    case 'missing':
      return {
        title: 'Your data folder is not there',
        text: [
          `Grove keeps your data in ${folder}, and that folder cannot be found.`,
          'If it is on a disk that is not connected, connect it and try again. Nothing was changed.',
        ],
      }
    case 'emptied':
      return {
        title: 'Your data folder is empty',
        text: [
          `Grove keeps your data in ${folder}, and nothing of it is there now.`,
          'If a disk belongs there, connect it and try again. Nothing was changed.',
        ],
      }
    case 'not-a-folder':
      return {
        title: 'Your data folder is not a folder',
        text: [`There is something else at ${folder}. Move it away and try again.`],
      }
    case 'forbidden':
      return {
        title: 'Grove may not use your data folder',
        text: [
          `Your user may not read and write in ${folder}.`,
          'Give your user both rights there, then try again. Nothing was changed.',
        ],
      }
    case 'read-only':
      return {
        title: 'Your data folder can only be read',
        text: [
          `The disk of ${folder} is mounted so that nobody can write to it, and Grove has to be able to save.`,
          'Make it writable, then try again.',
        ],
      }
    case 'full':
      return {
        title: 'The disk of your data folder is full',
        text: [
          `There are ${formatBytes(trouble.freeBytes)} left for ${folder}. Grove needs some room even to read.`,
          'Free some space and try again. If you start anyway, spaces may not open and nothing can be saved.',
        ],
      }
    case 'unsafe':
      return {
        title: 'Your data is not safe where it is',
        text: [
          `Grove does not open its data in ${folder}: ${placeReason(trouble.place)}.`,
          hasData
            ? 'Move it to a folder on a disk of this machine. To have it on several machines, connect a Grove server; a backup may be where the data is now.'
            : 'Choose a folder on a disk of this machine. Backups may be there.',
        ],
      }
    case 'in-use':
      return {
        title: 'Your data folder is in use',
        text: [`Another Grove is using ${folder}. Close it, or choose another data folder.`],
      }
    case 'failing':
      return {
        title: 'Your data folder cannot be used',
        text: [`The disk reported a problem with ${folder} (${trouble.reason}).`, 'Mend that, then try again.'],
      }
  }
}

function choicesFor(trouble: FolderTrouble, origin: FolderOrigin, hasData: boolean): readonly StartChoice[] {
  const full = trouble.kind === 'full' ? [ANYWAY] : []
  // What the command line says is not for a window to change.
  if (origin === 'given') return [AGAIN, ...full]
  if (trouble.kind === 'unsafe') return [hasData ? MOVE : CHOOSE, AGAIN]
  const isAway = trouble.kind === 'missing' || trouble.kind === 'emptied'
  return [AGAIN, CHOOSE, ...(isAway ? [EMPTY] : []), ...full]
}
