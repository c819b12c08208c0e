import { plainFileName } from '../../core/plainFileName'

/** Names that every system takes, each once in its folder, whatever a system thinks of upper and lower case. */
export class PlaceNames {
  readonly #takenByFolder = new Map<string, Set<string>>()

  /** The path of something in `folder` (empty: the top) that is to be called `name`, with `end` behind it; without: with its own. */
  take(folder: string, name: string, end?: string): string {
    const taken = this.#takenByFolder.get(folder) ?? new Set<string>()
    this.#takenByFolder.set(folder, taken)
    const dot = end === undefined ? name.lastIndexOf('.') : -1
    const [stem, whatEnds] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, end ?? '']
    for (let count = 1; ; count++) {
      const plain = inLinks(plainFileName(`${stem}${count === 1 ? '' : ` ${count}`}${whatEnds}`))
      if (taken.has(plain.toLowerCase())) continue
      taken.add(plain.toLowerCase())
      return folder === '' ? plain : `${folder}/${plain}`
    }
  }
}

/** What would end the name, or begin an anchor, between the brackets of a wiki link. */
function inLinks(name: string): string {
  return name.replace(/[#^[\]]/g, '_')
}
