/** How an entry of the space is called in written Markdown. */
export interface EntryName {
  /** As short as it may be, for `[[wiki links]]`: `Note`, `Folder/Note` or `picture.png`. */
  readonly wiki: string
  /** Relative path with extension, for `[Markdown links](Folder/Note.md)`. */
  readonly path: string
}

/** Null for entries that have none (any more): then the text keeps what was written there first. */
export type LinkNames = (entryId: string) => EntryName | null

/** Everything keeps the name it was written with. */
export const originalNames: LinkNames = () => null
