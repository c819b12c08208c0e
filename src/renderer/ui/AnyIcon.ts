import type { Component } from 'svelte'
import type { Entry, StoredFile } from '../../core/space/Entry'

/** One of the line icons all controls have. */
export type LineIcon = Component<{ size?: number }>

/** What of an entry decides how it looks. */
export interface EntryLook extends Pick<Entry, 'kind' | 'icon' | 'appId'> {
  readonly file?: Pick<StoredFile, 'mimeType'> | undefined
}

/** What stands before a name: a line icon, what an entry looks like, or an emoji that somebody chose. */
export type AnyIcon = LineIcon | EntryLook | string
