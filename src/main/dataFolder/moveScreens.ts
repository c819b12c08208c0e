import type { StartChoice, StartScreen } from '../../bridge/contract'
import { formatBytes } from '../../core/formatBytes'
import type { MoveProgress } from './FolderMove'
import { QUIT } from './troubleScreen'

const OPEN: StartChoice = { id: 'go', label: 'Open Grove' }
const BACK: StartChoice = { id: 'back', label: 'Back' }

export function moveScreen(
  to: string,
  { doneBytes, totalBytes, what }: MoveProgress,
  isCancelled: boolean,
): StartScreen {
  const half = totalBytes / 2
  const done = what === 'copying' ? doneBytes : doneBytes - half
  return {
    title: isCancelled ? 'Stopping…' : what === 'copying' ? 'Moving your data' : 'Checking the copy',
    text: [`To ${to}. Your data stays where it is until the copy is proven.`],
    progress: {
      share: totalBytes === 0 ? 1 : doneBytes / totalBytes,
      words: `${formatBytes(done)} of ${formatBytes(half)} ${what === 'copying' ? 'copied' : 'checked'}`,
    },
    choices: isCancelled ? [] : [{ id: 'cancel', label: 'Cancel' }],
  }
}

export function movedScreen(from: string, to: string): StartScreen {
  return {
    title: 'Your data was moved',
    text: [
      `Grove keeps it in ${to} from now on. Every file was read back and compared.`,
      `What was in ${from} is still there. When all is well, remove it in the settings.`,
    ],
    progress: null,
    choices: [OPEN],
  }
}

export function notMovedScreen(from: string, sentence: string): StartScreen {
  return {
    title: 'Your data was not moved',
    text: [sentence, `Your data is in ${from}, as before.`],
    progress: null,
    choices: [OPEN, QUIT],
  }
}

export function cancelledScreen(from: string): StartScreen {
  return {
    title: 'Moving was cancelled',
    text: [`Your data is in ${from}, as before.`],
    progress: null,
    choices: [OPEN, QUIT],
  }
}

export function emptyScreen(folder: string): StartScreen {
  return {
    title: 'Start with nothing in it?',
    text: [`There is no data of Grove’s in ${folder}. Grove would begin there with no spaces.`],
    progress: null,
    choices: [BACK, { id: 'go', label: 'Start Empty' }],
  }
}

export function pointerScreen(sentence: string, usual: string): StartScreen {
  return {
    title: 'Where is your data?',
    text: [
      `Grove remembers where its data folder is in a file, and cannot read that. ${sentence}`,
      `Choose the data folder, or use the usual one, ${usual}. Nothing was changed.`,
    ],
    progress: null,
    choices: [
      { id: 'choose', label: 'Choose the Folder…' },
      { id: 'usual', label: 'Use the Usual Folder' },
      { id: 'again', label: 'Try Again' },
      QUIT,
    ],
  }
}

export function sorryScreen(sentence: string): StartScreen {
  return { title: 'That did not work', text: [sentence], progress: null, choices: [BACK] }
}
