import type { JSONContent } from '@tiptap/core'
import type { Entry } from '../../../../core/space/Entry'
import type { OpenSpace } from '../../../../core/space/OpenSpace'
import type { Space } from '../../../../core/space/Space'
import { pageJson, pageText } from '../../PageModel'
import type { VaultControl } from '../../../../core/space/VaultControl'
import type { ImportReport } from '../ImportReport'
import { MemoryFileStore } from '../../../../core/testing/MemoryFileStore'
import type { MemoryVault } from './MemoryVault'
import { planImport } from '../planImport'
import { runImport } from '../runImport'

/** A space to import into, and what tests ask of it. */
export class TestImport {
  readonly files = new MemoryFileStore()

  constructor(
    /** Lets a promise come true in the world of the test, see `TestSpaces`. */
    readonly spaces: { settle<T>(promise: Promise<T>): Promise<T> },
    readonly open: OpenSpace,
    readonly space: Space,
  ) {}

  run(reader: MemoryVault, control: VaultControl = {}): Promise<ImportReport> {
    return this.spaces.settle(this.#run(reader, control))
  }

  /** `Folder/Note` for each live entry, sorted. */
  paths(): string[] {
    const { entries } = this.space
    const pathOf = (entry: Entry): string => [...entries.path(entry.id), entry].map((each) => each.name).join('/')
    return [...entries.descendants(this.space.contentId)].map(pathOf).sort()
  }

  entry(name: string): Entry {
    const found = [...this.space.entries.descendants(this.space.contentId)].find((entry) => entry.name === name)
    if (!found) throw new Error(`There is no "${name}".`)
    return found
  }

  text(name: string): Promise<string> {
    return this.spaces.settle(this.space.withAppTree(this.#treeId(name), ({ tree }) => pageText(tree)))
  }

  doc(name: string): Promise<JSONContent> {
    return this.spaces.settle(this.space.withAppTree(this.#treeId(name), ({ tree }) => pageJson(tree)))
  }

  /** The ids of the pages that `name` links to, by what they are called. */
  linkedNames(name: string): string[] {
    const links = this.space.tree.property(this.entry(name).id, 'links')
    const ids = Array.isArray(links) ? links.filter((id): id is string => typeof id === 'string') : []
    return ids.map((id) => this.space.entries.get(id)?.name ?? '?').sort()
  }

  #treeId(name: string): string {
    const { treeId } = this.entry(name)
    if (treeId === undefined) throw new Error(`"${name}" is no page.`)
    return treeId
  }

  async #run(reader: MemoryVault, control: VaultControl): Promise<ImportReport> {
    const plan = await planImport(reader, control)
    const target = { space: this.space, files: this.files, flush: () => this.open.flush() }
    return runImport({ reader, plan, target, control })
  }
}
