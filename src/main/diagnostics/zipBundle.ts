import { strToU8, zipSync } from 'fflate'
import type { DiagnosticsPart } from '../../bridge/contract'

const READ_ME = `What is in here was made by Grove, on the machine of the person who sent it, at their word.
There are no titles, names, texts, addresses or keys in it; where something was left out stands "…".
`

/** All parts and a word about them in one zip file. */
export function zipBundle(parts: readonly DiagnosticsPart[], madeAt: number): Uint8Array {
  const folder = 'grove-diagnostics'
  const files = [{ name: 'README.txt', text: READ_ME }, ...parts]
  const entries = files.map(({ name, text }) => [`${folder}/${name}`, strToU8(text)] as const)
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: madeAt })
}
