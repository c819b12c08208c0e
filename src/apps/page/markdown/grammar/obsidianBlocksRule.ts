import type { StateCore, Token } from 'markdown-it'

// "[!type|meta]" and the sign that folds; what follows on the line is the title.
const calloutStart = /^\[!([^\][|\n]+)(?:\|([^\]\n]*))?\]([+-]?)(?![([])[ \t]*([^\n]*)(?:\n|$)/
const taskBox = /^\[([^\n\]])\](?:\s+|$)/u
// Right behind an embed no blank is needed.
const trailingAnchor = /(^|[ \t\n]+|(?<=\]\]))\^([A-Za-z0-9-]+)$/
const lineEndInHeading = /(?: {2,}|\\)?\n[ \t]*/g

/**
 * Between reading blocks and reading lines: turns quotes that start with `[!type]` into callouts, list items that start
 * with `[x]` into tasks, and `^id` at the end of a block into its anchor (`meta.anchor` and `meta.anchorBreak` of the inline
 * token).
 */
export function obsidianBlocksRule(state: StateCore): void {
  const tokens: Token[] = []
  const openQuotes: Token[] = []
  const source = state.tokens
  for (let index = 0; index < source.length; index++) {
    const token = source[index]!
    tokens.push(token)
    if (token.type === 'blockquote_open') openQuotes.push(token)
    if (token.type === 'blockquote_close' && openQuotes.pop()?.type === 'callout_open') token.type = 'callout_close'
    if (token.type !== 'inline') continue
    const owner = source[index - 1]
    const container = source[index - 2]
    if (owner?.type === 'heading_open') token.content = token.content.replace(lineEndInHeading, ' ')
    if (owner?.type === 'paragraph_open' && container?.type === 'list_item_open') markTask(token, container)
    if (owner?.type === 'paragraph_open' && container?.type === 'blockquote_open' && index + 1 < source.length) {
      const body = splitCallout(state, token, owner, source[index + 1]!, container)
      if (body) {
        tokens.push(source[++index]!, ...body)
        continue
      }
    }
    if (owner?.type === 'paragraph_open' || owner?.type === 'heading_open') takeAnchor(token)
  }
  state.tokens = tokens
}

function markTask(inline: Token, item: Token): void {
  const match = taskBox.exec(inline.content)
  if (!match) return
  item.meta = { ...item.meta, task: match[1] }
  inline.content = inline.content.slice(match[0].length)
}

function splitCallout(state: StateCore, inline: Token, open: Token, close: Token, quote: Token): Token[] | undefined {
  const match = calloutStart.exec(inline.content)
  if (!match) return undefined
  const [whole, type = '', meta, sign, title = ''] = match
  quote.type = 'callout_open'
  const collapsed = sign === '+' ? 'open' : sign === '-' ? 'closed' : 'none'
  quote.meta = { type: type.trim(), meta: meta ?? null, collapsed }
  open.type = 'callout_title_open'
  close.type = 'callout_title_close'
  const body = inline.content.slice(whole.length)
  inline.content = title.trim()
  if (body.trim() === '') return []
  const tokens = [
    new state.Token('paragraph_open', 'p', 1),
    new state.Token('inline', '', 0),
    new state.Token('paragraph_close', 'p', -1),
  ]
  const bodyInline = tokens[1]!
  bodyInline.content = body
  bodyInline.children = []
  bodyInline.map = inline.map
  takeAnchor(bodyInline)
  return tokens
}

function takeAnchor(inline: Token): void {
  const match = trailingAnchor.exec(inline.content)
  if (!match) return
  const before = inline.content.slice(0, match.index)
  const onOwnLine = (match[1] ?? '').includes('\n')
  const isHardBreak = onOwnLine && ((/\\+$/.exec(before)?.[0].length ?? 0) & 1) === 1
  inline.meta = { ...inline.meta, anchor: match[2], anchorBreak: isHardBreak ? 'hard' : onOwnLine ? 'soft' : null }
  inline.content = isHardBreak ? before.slice(0, -1) : before
}
