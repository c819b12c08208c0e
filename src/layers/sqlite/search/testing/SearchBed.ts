import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SearchAnswer, SearchHit, SearchProgress } from '../../../../core/search/SearchIndex'
import type { OpenSpace } from '../../../../core/space/OpenSpace'
import type { NewPage, Space } from '../../../../core/space/Space'
import { SpaceManager } from '../../../../core/space/SpaceManager'
import { SeededRandom } from '../../../../core/testing/SeededRandom'
import type { SpaceTree } from '../../../../core/tree/SpaceTree'
import type { VertexId } from '../../../../core/tree/ops'
import { nodeEnvironment } from '../../../runtime/nodeEnvironment'
import { SpacesSearch } from '../../../search/SpacesSearch'
import { SQLitePersistenceLayer } from '../../SQLitePersistenceLayer'
import { testSealer } from '../../testing/testSealer'
import { SQLiteSearchPlace } from '../SQLiteSearchPlace'

const random = new SeededRandom(1)
const environment = { ...nodeEnvironment, now: () => 0, randomBytes: (length: number) => random.bytes(length) }

/** The text of a document of the bed: a property of its root. */
function textOf(tree: SpaceTree): string {
  const text = tree.root && tree.property(tree.root.id, 'text')
  return typeof text === 'string' ? text : ''
}

/** A space in a folder of its own, being written, and an index beside it as another process has it. */
export class SearchBed {
  readonly folder = mkdtempSync(join(tmpdir(), 'grove-search-'))
  readonly databasePath = join(this.folder, 'space.sqlite')
  readonly indexPath = join(this.folder, 'search.sqlite')
  readonly manager = new SpaceManager(environment, (spaceId, mode) => {
    const path = this.databasePath
    return { journal: new SQLitePersistenceLayer({ spaceId, path, mode, environment, sealer: testSealer }) }
  })
  readonly told: (SearchProgress | null)[] = []
  /** Texts that were read out of trees. */
  reads = 0
  index = this.newIndex()

  #open: OpenSpace | undefined

  async start(): Promise<void> {
    this.#open = await this.manager.createSpace({ name: 'Test', color: 'green', icon: '🌳' })
  }

  get open(): OpenSpace {
    if (!this.#open) throw new Error('The bed is not started.')
    return this.#open
  }

  get space(): Space {
    const { liveSpace } = this.open
    if (!liveSpace) throw new Error('The space is not live.')
    return liveSpace
  }

  /** Another process that takes over. */
  newIndex(): SpacesSearch {
    return new SpacesSearch({
      environment,
      textOf: (tree) => {
        this.reads += 1
        return textOf(tree)
      },
      placeOf: () => new SQLiteSearchPlace(this),
      onProgress: (_, progress) => this.told.push(progress),
    })
  }

  page(name: string, text: string, parentId: VertexId = this.space.contentId): NewPage {
    return this.space.createPage(parentId, name, {
      write: ({ tree }) => tree.setProperty(tree.root?.id ?? '', 'text', text),
    })
  }

  async write(treeId: string, text: string): Promise<void> {
    await this.space.withAppTree(treeId, ({ tree }) => tree.setProperty(tree.root?.id ?? '', 'text', text))
  }

  async answer(text: string, limit = 20): Promise<SearchAnswer> {
    await this.open.flush()
    return this.index.find({ spaceIds: [this.space.id], text, limit })
  }

  async hits(text: string): Promise<readonly SearchHit[]> {
    return (await this.answer(text)).hits
  }

  /** Titles of what is found, best first. */
  async titles(text: string): Promise<string[]> {
    return (await this.hits(text)).map(({ title }) => title.map((piece) => piece.text).join(''))
  }

  /** When everything was read. */
  async settled(): Promise<void> {
    await this.open.flush()
    await this.index.index(this.space.id)
  }

  async close(): Promise<void> {
    await this.index.close()
    await this.manager.closeAll()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
