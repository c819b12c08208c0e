/** A space of pages that is open, as a system keeps it in memory. */
export interface OpenPages {
  /** Titles that can be read now. */
  titleCount(): number
  /** From now on in memory, with its text, which it returns. */
  openPage(page: number): Promise<string>
}

export interface PageSystem {
  /** Makes a space with so many pages of one text in the folder. */
  build(folder: string, pages: number): Promise<void>
  open(folder: string): Promise<OpenPages>
}

const PARAGRAPHS = 20
const LETTERS = 100

/** Two thousand letters, written paragraph by paragraph. */
export const paragraphs: readonly string[] = Array.from({ length: PARAGRAPHS }, (_, number) =>
  `Paragraph ${number} of this page is not long. `.repeat(4).slice(0, LETTERS),
)
