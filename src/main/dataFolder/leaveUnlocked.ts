import { app, dialog } from 'electron'
import { examineFolder } from './examineFolder'
import { troubleScreen } from './troubleScreen'

/**
 * For a Grove that did not get the lock of its profile. Mostly another one has it, and comes to the front; but Chromium
 * cannot lock a folder it may not write to either, and would leave without a word.
 */
export async function leaveUnlocked(profile: string): Promise<void> {
  const nowhere = (): Promise<null> => Promise.resolve(null)
  const trouble = await examineFolder(profile, { isKnown: false, mayBeFull: false, lookAt: nowhere })
  if (trouble === null) {
    app.quit()
    return
  }
  const { title, text } = troubleScreen(trouble, profile, 'usual', false)
  console.error([title, ...text].join('. '))
  await app.whenReady()
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: title,
    detail: text.join('\n\n'),
    buttons: ['Try Again', 'Quit'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) app.relaunch()
  app.exit(1)
}
