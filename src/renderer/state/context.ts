import { createContext } from 'svelte'
import type { WindowState } from './WindowState.svelte'
import type { Workspace } from './Workspace.svelte'

/** `useWindow()` in any component under App; `provideWindow` once, in App. */
export const [useWindow, provideWindow] = createContext<WindowState>()

/** The open space; only for components that App shows while a space is open. */
export const [useWorkspace, provideWorkspace] = createContext<Workspace>()
