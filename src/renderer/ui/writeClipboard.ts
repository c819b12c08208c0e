import { AppError } from '../../core/AppError'

/** What is copied, in one form or two: whoever pastes it takes the one they know. */
export interface CopiedText {
  readonly text: string
  readonly html?: string
}

/**
 * Puts it on the clipboard. To be called while a click or key is handled, also where the text is made later: browsers allow it then
 * only. Rejects with AppError.
 */
export async function writeClipboard(copied: CopiedText | Promise<CopiedText>, hasHtml: boolean): Promise<void> {
  const coming = Promise.resolve(copied)
  const blob = async (type: string, of: (made: CopiedText) => string): Promise<Blob> =>
    new Blob([of(await coming)], { type })
  const forms = {
    'text/plain': blob('text/plain', ({ text }) => text),
    ...(hasHtml && { 'text/html': blob('text/html', ({ html }) => html ?? '') }),
  }
  try {
    await navigator.clipboard.write([new ClipboardItem(forms)])
  } catch (error) {
    // Why the text could not be made says more.
    await coming
    throw new AppError({ code: 'bad-request', reason: 'the clipboard may not be written to here' }, { cause: error })
  }
}
