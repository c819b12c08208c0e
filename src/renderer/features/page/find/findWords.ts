import type { PageFinder } from './PageFinder.svelte'

/** What was found, as it is shown and read out. */
export function findWords({ text, found, number, replaced, isReplacing }: PageFinder): string {
  if (isReplacing) return 'Replacing…'
  if (replaced !== undefined && replaced !== 1) return `${count(replaced)} replaced`
  if (text === '' || !found) return ''
  if (found.count === 0) return 'Nothing found'
  return number > 0 ? `${count(number)} of ${count(found.count)}` : `${count(found.count)} found`
}

function count(number: number): string {
  return number.toLocaleString('en')
}
