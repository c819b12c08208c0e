import type { JsonValue } from 'reptree'
import { isAlias, isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml'
import { excerpt, type ParseProblem } from './ParseProblem'

export type FrontMatter = Readonly<Record<string, JsonValue>>

export interface SplitText {
  readonly frontMatter: FrontMatter | null
  /** The block with its fences, where it is there but cannot be read as properties: it stays part of the page. */
  readonly unreadable: string | null
  readonly body: string
  /** How many lines stood before the body. */
  readonly bodyLine: number
  readonly problems: readonly ParseProblem[]
}

// Nobody writes properties of this size; a YAML reader takes minutes for them.
const LIMIT_CHARS = 256 * 1024

const opening = /^---[ \t]*\n/
const closing = /^---[ \t]*$/m
// Without a property on its first line, `---` is a rule above text.
const startsWithProperty = /^(?:[ \t]*(?:#.*)?\n)*(?:[^\s#:-][^\n:]*|"[^"\n]*"|'[^'\n]*'):(?:\s|$)/
const isBlank = /^(?:[ \t]*(?:#.*)?(?:\n|$))*$/

/** Takes the properties off the top of a page. `text` has `\n` line ends. */
export function splitFrontMatter(text: string): SplitText {
  const none: SplitText = { frontMatter: null, unreadable: null, body: text, bodyLine: 0, problems: [] }
  const open = opening.exec(text)
  if (!open) return none
  const rest = text.slice(open[0].length)
  const close = closing.exec(rest)
  const source = close ? rest.slice(0, close.index) : ''
  if (!close || !(startsWithProperty.test(source) || isBlank.test(source))) return none
  const end = open[0].length + close.index + close[0].length
  const block = text.slice(0, end)
  const body = text.slice(end + 1)
  const bodyLine = block.split('\n').length
  const read = readProperties(source)
  if (typeof read === 'string') {
    const problems = [{ line: 1, what: excerpt(source), why: `front matter kept as text: ${read}` }]
    return { frontMatter: null, unreadable: block, body, bodyLine, problems }
  }
  const problems = read.dropped.map((what) => ({ line: 1, what, why: 'comments in front matter are not kept' }))
  return { frontMatter: read.properties, unreadable: null, body, bodyLine, problems }
}

/** The block with its fences and a line end; empty for a page without properties. */
export function writeFrontMatter(properties: FrontMatter | null): string {
  if (!properties || Object.keys(properties).length === 0) return ''
  return `---\n${stringify(properties, { lineWidth: 0 })}---\n`
}

/** The properties, or in plain words why they cannot be read. */
function readProperties(source: string): { properties: FrontMatter | null; dropped: string[] } | string {
  if (source.length > LIMIT_CHARS) return `larger than ${LIMIT_CHARS / 1024} KiB`
  try {
    const document = parseDocument(source, { intAsBigInt: true, logLevel: 'silent' })
    const error = document.errors[0]
    if (error) return error.message.split('\n')[0] ?? 'not YAML'
    const properties = document.contents === null ? {} : json(document.contents, new Expansion(document))
    if (typeof properties !== 'object' || properties === null || Array.isArray(properties))
      return 'not a list of properties'
    const dropped = source.match(/^[ \t]*#.*$/gm) ?? []
    const isEmpty = Object.keys(properties).length === 0
    return { properties: isEmpty ? null : properties, dropped: dropped.map(excerpt) }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Follows aliases, but not for ever: ten lines of YAML can name each other a billion times. */
class Expansion {
  #left = 10_000

  constructor(readonly document: ReturnType<typeof parseDocument>) {}

  take(): void {
    this.#left -= 1
    if (this.#left < 0) throw new Error('too many values')
  }
}

function json(node: unknown, expansion: Expansion): JsonValue {
  expansion.take()
  if (isAlias(node)) return json(node.resolve(expansion.document), expansion)
  if (isMap(node)) {
    return Object.fromEntries(node.items.map((pair) => [keyText(pair.key), json(pair.value, expansion)]))
  }
  if (isSeq(node)) return node.items.map((item) => json(item, expansion))
  return isScalar(node) ? plain(node.value, node.source) : null
}

function keyText(key: unknown): string {
  if (isScalar(key)) return key.source ?? (key.value === null ? '' : JSON.stringify(key.value))
  throw new Error('a property name that is not text')
}

function plain(value: unknown, source: string | undefined): JsonValue {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : (source ?? String(value))
  if (typeof value === 'number') return Number.isFinite(value) ? value : (source ?? String(value))
  if (typeof value === 'string' || typeof value === 'boolean') return value
  return value === null || value === undefined ? null : (source ?? null)
}
