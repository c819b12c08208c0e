/** Origin of what is written in this process itself. */
export const SELF = 'self'
/** Origin of what comes from the journal: what it held, and what a two-way one delivers. */
export const JOURNAL = 'journal'
