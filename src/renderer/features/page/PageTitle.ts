import { UNTITLED, type Entry } from '../../../core/space/Entry'
import type { Space } from '../../../core/space/Space'

/** Edits an entry's name letter by letter; what was typed between entering and leaving the field is one step to undo. */
export class PageTitle {
  #before: string | undefined

  constructor(
    readonly space: Space,
    readonly id: string,
  ) {}

  /** What the field shows: nothing for a page without a name, so that its hint can be seen. */
  static text(entry: Entry): string {
    return entry.name === UNTITLED ? '' : entry.name
  }

  begin(): void {
    this.#before = this.#stored()
  }

  type(name: string): void {
    this.space.tree.setProperty(this.id, 'name', name.replace(/\s*\n\s*/g, ' '))
  }

  end(): void {
    const before = this.#before
    const after = this.#stored().trim()
    this.#before = undefined
    if (before === undefined || before === after) return
    const write = (name: string) => () => this.space.tree.setProperty(this.id, 'name', name)
    this.space.entries.history.perform({ label: 'Rename', redo: write(after), undo: write(before) })
  }

  #stored(): string {
    const name = this.space.tree.property(this.id, 'name')
    return typeof name === 'string' ? name : ''
  }
}
