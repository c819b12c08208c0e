const heading = /^## Unreleased\n/m
/** Releases are counted in three numbers; what is tried out before them is no release. */
const released = /^## (\d+\.\d+\.\d+)/gm

/**
 * The changelog with what is unreleased put under a version and its day, and an empty "Unreleased" above. Throws when
 * there is nothing to release, or the version is none, or is not the highest.
 *
 * @param day as in 2026-11-22
 */
export function cutChangelog(text: string, version: string, day: string): string {
  if (!/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.test(version)) {
    throw new Error('A version is needed, of three numbers: npm run release -- 1.2.3')
  }
  const [before, after] = text.split(heading)
  if (after === undefined) throw new Error('CHANGELOG.md has no "## Unreleased".')
  const end = after.search(/^## /m)
  if ((end === -1 ? after : after.slice(0, end)).trim() === '') throw new Error('CHANGELOG.md has nothing unreleased.')
  const higher = [...text.matchAll(released)].map((match) => match[1] ?? '').find((past) => !isHigher(version, past))
  if (higher !== undefined) throw new Error(`${version} is not higher than ${higher}, which is released.`)
  return `${before ?? ''}## Unreleased\n\n## ${version} — ${day}\n${after}`
}

function isHigher(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) > 0
}
