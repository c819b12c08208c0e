import { AppError, describeError } from '../../core/AppError'
import type { DataCopy } from '../updates/DataCopies'

export interface StartQuestion {
  readonly message: string
  readonly detail: string
  /** The first is what Enter means. */
  readonly buttons: readonly string[]
  /** What Escape means; the last one unless said otherwise. */
  readonly cancelId?: number
}

export interface StartDoors {
  /** Which button was pressed. */
  readonly ask: (question: StartQuestion) => Promise<number>
  /** The newest copy of the data from before an update, if there is one. */
  readonly copy: DataCopy | undefined
  /** Returns where the present data went. */
  readonly putBack: (copy: DataCopy) => Promise<string>
  readonly showFolder: () => Promise<void>
}

export type StartMode = 'normal' | 'safe' | 'quit'

/** Asks how to start after starts that failed. Nothing has been opened yet. */
export async function offerSafeMode(doors: StartDoors): Promise<StartMode> {
  const { copy } = doors
  const choices = [
    'Safe Mode',
    'Start Normally',
    ...(copy ? ['Earlier Data…'] : []),
    'Show Data Folder',
    'Quit',
  ] as const
  for (;;) {
    const response = await doors.ask({
      message: 'Grove could not open a window the last times.',
      detail: `Your data is not touched by that. Safe mode starts without syncing, without the windows and pages of last time, without the graphics card, and with default settings.${
        copy ? ` Earlier data is what you had under Grove ${copy.version}, on ${dayOf(copy.madeAt)}.` : ''
      }`,
      buttons: choices,
    })
    const choice = choices[response]
    if (choice === 'Safe Mode') return 'safe'
    if (choice === 'Start Normally') return 'normal'
    if (choice === 'Show Data Folder') await doors.showFolder()
    else if (choice === 'Earlier Data…' && copy) {
      if (await goBack(doors, copy)) return 'normal'
    } else return 'quit'
  }
}

async function goBack({ ask, putBack }: StartDoors, copy: DataCopy): Promise<boolean> {
  const answer = await ask({
    message: `Go back to the data of ${dayOf(copy.madeAt)}?`,
    detail:
      'What you have now moves to the folder “set-aside” in your data folder; nothing is deleted. What a server holds comes back by syncing.',
    buttons: ['Cancel', 'Go Back'],
    cancelId: 0,
  })
  if (answer !== 1) return false
  try {
    const aside = await putBack(copy)
    await ask({
      message: 'The earlier data is back.',
      detail: `What you had is in ${aside}.`,
      buttons: ['Start Grove'],
    })
    return true
  } catch (error) {
    const detail = describeError(AppError.detailOf(error))
    await ask({ message: 'The earlier data could not be put back.', detail, buttons: ['OK'] })
    return false
  }
}

function dayOf(timeMs: number): string {
  return new Date(timeMs).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })
}
