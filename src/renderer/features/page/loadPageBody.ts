/** The editor is more than half of the window's code, and no window waits for it to show its first screen. */
export const loadPageBody = () => import('./PageBody.svelte')
