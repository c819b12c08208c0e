/** A text that is no page of its own, such as the notes of a card. */
export const loadTextBody = () => import('./TextBody.svelte')
