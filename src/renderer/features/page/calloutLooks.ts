export interface CalloutLook {
  readonly type: string
  readonly label: string
  readonly emoji: string
  /** One of the accents of `styles/tokens.css`. */
  readonly accent: string
}

/** The kinds one can choose. */
export const CALLOUT_TYPES: readonly CalloutLook[] = [
  { type: 'note', label: 'Note', emoji: '📝', accent: 'blue' },
  { type: 'tip', label: 'Tip', emoji: '💡', accent: 'green' },
  { type: 'info', label: 'Info', emoji: '📘', accent: 'teal' },
  { type: 'important', label: 'Important', emoji: '❗', accent: 'violet' },
  { type: 'warning', label: 'Warning', emoji: '⚠️', accent: 'orange' },
  { type: 'danger', label: 'Danger', emoji: '⛔', accent: 'red' },
  { type: 'success', label: 'Success', emoji: '✅', accent: 'green' },
  { type: 'question', label: 'Question', emoji: '❓', accent: 'yellow' },
  { type: 'example', label: 'Example', emoji: '🧪', accent: 'violet' },
  { type: 'quote', label: 'Quote', emoji: '💬', accent: 'gray' },
]

/** Other names under which Markdown callouts of these kinds are written. */
const SAME: Readonly<Record<string, string>> = {
  abstract: 'info',
  summary: 'info',
  tldr: 'info',
  todo: 'info',
  hint: 'tip',
  check: 'success',
  done: 'success',
  help: 'question',
  faq: 'question',
  caution: 'warning',
  attention: 'warning',
  failure: 'danger',
  fail: 'danger',
  missing: 'danger',
  error: 'danger',
  bug: 'danger',
  cite: 'quote',
}

/** How a callout of any kind looks; a kind nobody knows looks like a note under its own name. */
export function calloutLook(type: string): CalloutLook {
  const key = type.toLowerCase()
  const known = CALLOUT_TYPES.find((look) => look.type === (SAME[key] ?? key))
  if (known?.type === key) return known
  const label = type.charAt(0).toUpperCase() + type.slice(1)
  return { type, label, emoji: known?.emoji ?? '📝', accent: known?.accent ?? 'blue' }
}
