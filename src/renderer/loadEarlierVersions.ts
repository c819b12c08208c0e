/** Draws pages, which is a large part of the window's code, and nobody looks at earlier versions all day. */
export const loadEarlierVersions = () => import('./EarlierVersions.svelte')
