/** The colours a space may have; each is a token in `styles/tokens.css`. */
export const ACCENTS = ['green', 'teal', 'blue', 'violet', 'pink', 'red', 'orange', 'yellow', 'gray'] as const

export type Accent = (typeof ACCENTS)[number]
