import type { Component } from 'svelte'
import type { Entry } from '../../core/space/Entry'

/** One of the line icons all controls have. */
export type LineIcon = Component<{ size?: number }>

/** What stands before a name: a line icon, what an entry looks like, or an emoji that somebody chose. */
export type AnyIcon = LineIcon | Pick<Entry, 'kind' | 'icon' | 'appId'> | string
