/** Something in a text that could not be understood: it is kept as written, and this says so. */
export interface ParseProblem {
  /** One-based line in the text where it starts. */
  readonly line: number
  /** A short piece of it. */
  readonly what: string
  readonly why: string
}

/** At most 80 characters of `text` on one line, for reports. */
export function excerpt(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ')
  return line.length > 80 ? `${line.slice(0, 79)}…` : line
}
