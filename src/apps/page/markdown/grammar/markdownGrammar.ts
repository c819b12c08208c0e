import MarkdownIt, { type MarkdownIt as Grammar, type Token } from 'markdown-it'
import { depthRule } from './depthRule'
import { footnoteDefinitionRule, footnoteInlineRule, footnoteReferenceRule } from './footnoteRules'
import { highlightDelimiterRule, highlightPairsRule } from './highlightRules'
import { imageNestingRule } from './imageNestingRule'
import { obsidianBlocksRule } from './obsidianBlocksRule'
import { pairedBlockRule } from './pairedBlockRule'
import { commentInlineRule, displayMathRule, inlineMathRule } from './pairedInlineRules'
import { wikiLinkRule } from './wikiLinkRule'

const grammar = newGrammar()

/**
 * The tokens of a text without front matter: CommonMark, GFM tables, strikethrough and bare web addresses, and what
 * Obsidian adds. Linear in the length of the text, never throws. See markdown-it for the shape of tokens; ours are
 * `wiki_link`, `comment_*`, `math_*`, `footnote_*`, `mark_*`, `callout_*`, `raw_block` and `reference_definition`.
 */
export function tokenize(text: string): Token[] {
  return grammar.parse(text, {})
}

/** The tokens of a piece of text that stands within one block. */
export function tokenizeLine(text: string): Token[] {
  return grammar.parseInline(text, {})
}

/** Whether a text starts with a bare web address, and where it ends; null when it does not. */
export function webAddressAt(text: string): string | null {
  return grammar.linkify.matchAtStart(text)?.url ?? null
}

function newGrammar(): Grammar {
  const grammar = new MarkdownIt({ html: true, linkify: true, maxNesting: 100 })
  // Addresses stay as written; the renderer decides which of them may be opened.
  grammar.normalizeLink = (address) => address
  grammar.normalizeLinkText = (address) => address
  grammar.validateLink = () => true
  grammar.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })
  for (const schema of ['ftp:', '//', 'mailto:']) grammar.linkify.add(schema, null)
  grammar.core.ruler.disable(['linkify', 'replacements', 'smartquotes'])
  grammar.core.ruler.at('strip_references', obsidianBlocksRule)

  const interrupting = { alt: ['paragraph', 'reference', 'blockquote'] }
  const { block, inline } = grammar
  block.ruler.before('table', 'depth', depthRule)
  block.ruler.before('fence', 'math', pairedBlockRule('$$', 'math_block'), interrupting)
  block.ruler.before('fence', 'comment', pairedBlockRule('%%', 'comment_block'), interrupting)
  block.ruler.before('reference', 'footnote', footnoteDefinitionRule, interrupting)

  inline.ruler.before('link', 'footnote_reference', footnoteReferenceRule)
  inline.ruler.before('link', 'footnote_inline', footnoteInlineRule)
  inline.ruler.before('link', 'wiki_link', wikiLinkRule)
  inline.ruler.before('link', 'display_math', displayMathRule)
  inline.ruler.before('link', 'inline_math', inlineMathRule)
  inline.ruler.before('link', 'comment', commentInlineRule)
  inline.ruler.before('link', 'highlight', highlightDelimiterRule)
  inline.ruler2.after('balance_pairs', 'highlight', highlightPairsRule)
  imageNestingRule(grammar)
  return grammar
}
