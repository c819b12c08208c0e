import MarkdownIt, { type MarkdownIt as Grammar } from 'markdown-it'

const LIMIT = 3

/**
 * markdown-it reads the description of an image as a text of its own, images in it again, and so on: a long
 * `![![![` would cost the square of its length and the stack. Beyond three levels descriptions stay text.
 */
export function imageNestingRule(grammar: Grammar): void {
  const parse = grammar.inline.parse.bind(grammar.inline)
  let depth = 0
  grammar.inline.parse = (text, md, env, tokens) => {
    if (depth >= LIMIT) {
      const token = new MarkdownIt.Token('text', '', 0)
      token.content = text
      tokens.push(token)
      return
    }
    depth += 1
    try {
      parse(text, md, env, tokens)
    } finally {
      depth -= 1
    }
  }
}
