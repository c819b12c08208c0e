import { AppError } from '../../../core/AppError'
import type { License } from './License'

/** What the build has written beside the page. Rejects where there is none: while Grove is being developed. */
export async function loadLicenses(): Promise<readonly License[]> {
  const answer = await fetch('licenses.json')
  if (!answer.ok) throw new AppError({ code: 'bad-request', reason: 'the list is written when Grove is built' })
  return (await answer.json()) as License[]
}
