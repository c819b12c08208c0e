import { existsSync } from 'node:fs'
import { findProgram } from './findProgram'
import { installCommand } from './installCommand'
import { MissingPart } from './MissingPart'

/**
 * An installed Firefox; `GROVE_FIREFOX_PATH` decides where it is set. Only Debian's is looked for: others may be wrapped so that
 * they see no profile of ours. Throws MissingPart.
 */
export function findFirefox(): string {
  const found = [process.env['GROVE_FIREFOX_PATH'], findProgram('firefox-esr')].find((file) => file && existsSync(file))
  if (found) return found
  throw new MissingPart(['No Firefox ESR is installed, which Grove is tried in, too.'], installCommand(['firefox-esr']))
}
