import type { Lost } from '../core/space/VaultReader'

/** More than a screen of them is for `--json`. */
const MAX_LINES = 40

/** Lines for what an import or export left out or changed; none when there is nothing. */
export function linesOfLost(lost: readonly Lost[]): string[] {
  if (lost.length === 0) return []
  const lines = lost.slice(0, MAX_LINES).map(({ path, what, why }) => `- ${path}: ${what} (${why})`)
  const more = lost.length - lines.length
  const nextSteps = [...new Set(lost.flatMap(({ next }) => next ?? []))]
  return [
    'Not carried over as written:',
    ...lines,
    ...(more > 0 ? [`… and ${more} more; --json lists them all.`] : []),
    ...nextSteps,
  ]
}
