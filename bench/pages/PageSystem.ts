/** A space of pages that is open, as a system keeps it in memory. */
export interface OpenPages {
  /** Titles that can be read now. */
  titleCount(): number
  /** From now on in memory, with its text, which it returns. */
  openPage(page: number): Promise<string>
  /** An open page gets what another device wrote at its beginning, `NEWS`; returns its text, which has it. */
  receive(page: number): Promise<string>
  /** From now on somebody watches the text of an open page; a letter is typed at its end. */
  editPage(page: number): Promise<void>
  /** Resolves when nothing is on its way to the disk. */
  settled(): Promise<void>
}

export interface PageSystem {
  /** Makes a space with so many pages of one text in the folder. */
  build(folder: string, pages: number): Promise<void>
  open(folder: string): Promise<OpenPages>
}

/** How many pages a space has in which compilers and caches warm up: after fewer, what the compilers made would count as 500 pages'. */
export const WARM_PAGES = 1_000
/** What another device writes. */
export const NEWS = 'News. '
/** What is typed. */
export const LETTER = '.'
const PARAGRAPHS = 20
const LETTERS = 100

/** Two thousand letters, written paragraph by paragraph. */
export const paragraphs: readonly string[] = Array.from({ length: PARAGRAPHS }, (_, number) =>
  `Paragraph ${number} of this page is not long. `.repeat(4).slice(0, LETTERS),
)
