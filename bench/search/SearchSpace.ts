import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseMarkdown } from '../../src/apps/page/markdown/parseMarkdown'
import { replacePageBody } from '../../src/apps/page/PageModel'
import { documentText } from '../../src/apps/search/documentText'
import { SpaceManager } from '../../src/core/space/SpaceManager'
import { SeededRandom } from '../../src/core/testing/SeededRandom'
import { nodeEnvironment } from '../../src/layers/runtime/nodeEnvironment'
import { openSearchTables } from '../../src/layers/search/openSearchTables'
import { SpacesSearch } from '../../src/layers/search/SpacesSearch'
import { SQLiteSearchPlace } from '../../src/layers/sqlite/search/SQLiteSearchPlace'
import { SQLitePersistenceLayer } from '../../src/layers/sqlite/SQLitePersistenceLayer'

const noSecrets = { seal: () => undefined, unseal: () => undefined }
const SYLLABLES = [
  'ka',
  'to',
  'mi',
  'ren',
  'sol',
  'ba',
  'ter',
  'lin',
  'gar',
  'den',
  'pol',
  'us',
  've',
  'tra',
  'qui',
  'no',
]
const WORDS = 30_000
const WORDS_PER_PAGE = 100
const PAGES_PER_COMMIT = 512

/** A space with pages to be searched, and its index. Words are spread as in a language: a few stand nearly everywhere. */
export class SearchSpace {
  readonly #random = new SeededRandom(7)
  readonly #words: readonly string[]
  readonly #databasePath: string
  readonly #indexPath: string
  readonly #place: SQLiteSearchPlace
  #spaceId = ''
  #index: SpacesSearch | undefined

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true })
    this.#databasePath = join(folder, 'space.sqlite')
    this.#indexPath = join(folder, 'search.sqlite')
    this.#place = new SQLiteSearchPlace({ databasePath: this.#databasePath, indexPath: this.#indexPath })
    this.#words = Array.from({ length: WORDS }, () => {
      const syllables = 1 + this.#random.integer(4)
      return Array.from({ length: syllables }, () => SYLLABLES[this.#random.integer(SYLLABLES.length)]).join('')
    })
  }

  /** Pages as a person writes them. */
  async write(pages: number): Promise<void> {
    const manager = new SpaceManager(nodeEnvironment, (spaceId, mode) => ({
      journal: new SQLitePersistenceLayer({
        ...{ spaceId, path: this.#databasePath, mode, environment: nodeEnvironment, sealer: noSecrets },
      }),
    }))
    const open = await manager.createSpace({ name: 'Search', color: 'green', icon: '🌳' })
    const space = await open.space()
    for (let page = 0; page < pages; page++) {
      const { doc } = parseMarkdown(
        `# ${this.#text(3)}\n\n${this.#text(80)}\n\n- ${this.#text(4)}\n\n${this.#text(70)}\n`,
      )
      space.createPage(space.contentId, this.#text(3), { write: ({ tree }) => replacePageBody(tree, doc) })
    }
    await open.flush()
    this.#spaceId = open.id
    await manager.closeAll()
  }

  /** Reads what was written into the index. */
  async read(): Promise<void> {
    await this.#opened().index(this.#spaceId)
  }

  /** Texts that stand in the index alone: what a question costs does not depend on where they came from. */
  async fill(pages: number): Promise<void> {
    await this.read()
    await this.close()
    const tables = openSearchTables(this.#place)
    const { db } = tables
    const putEntry = db.prepare(`INSERT INTO entry VALUES (?, 'top', ?, NULL, 'page', ?)`)
    for (let page = 0; page < pages; page++) {
      if (page % PAGES_PER_COMMIT === 0) db.exec('BEGIN')
      const [treeId, position, title] = [`t${page}`, 1_000_000 + page, this.#text(3)]
      putEntry.run(`e${page}`, title, treeId)
      tables.putDue(treeId, position)
      tables.settle({ position, treeId, due: position, isFindable: 0 }, { title, text: this.#text(WORDS_PER_PAGE) })
      if ((page + 1) % PAGES_PER_COMMIT === 0 || page === pages - 1) db.exec('COMMIT')
    }
    db.close()
  }

  /** As typed: from one letter on, words that are everywhere and words that are rare, several and quoted ones. */
  questions(): string[] {
    const word = (most: number): string => this.#words[this.#random.integer(most)] ?? ''
    const typed = (text: string): string[] => Array.from(text, (_, index) => text.slice(0, index + 1))
    const kinds = Array.from({ length: 6 }, () => [
      ...typed(`${word(50)} ${word(2000)}`),
      ...typed(word(WORDS)),
      `${word(20)} ${word(20)} ${word(20)}`,
      `"${word(20)} ${word(20)}"`,
    ])
    return kinds.flat()
  }

  async ask(text: string): Promise<number> {
    const start = performance.now()
    const { hits, problems } = await this.#opened().find({ spaceIds: [this.#spaceId], text, limit: 50 })
    const ms = performance.now() - start
    if (problems.length > 0) throw new Error(problems[0]?.sentence)
    if (text.length === 1 && hits.length === 0) throw new Error(`nothing was found for ${text}`)
    return ms
  }

  get indexBytes(): number {
    return statSync(this.#indexPath).size
  }

  async close(): Promise<void> {
    await this.#index?.close()
    this.#index = undefined
  }

  #opened(): SpacesSearch {
    this.#index ??= new SpacesSearch({
      environment: nodeEnvironment,
      textOf: documentText,
      placeOf: () => this.#place,
      onProgress: () => undefined,
    })
    return this.#index
  }

  #text(words: number): string {
    return Array.from({ length: words }, () => {
      const share = this.#random.integer(1_000_000) / 1_000_000
      return this.#words[Math.floor(WORDS * share ** 4)]
    }).join(' ')
  }
}
