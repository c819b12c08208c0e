import * as Y from 'yjs'
import type { Steps } from './snapshot/Steps'

/** What stands in the copy for the attributes of an element, or of a mark: `name` is that of the element or mark. */
export type LeadAttributes = (name: string, attributes: Readonly<Record<string, unknown>>) => Record<string, unknown>

/** More than so much is written in several ops, each of which is read in a few milliseconds. */
const LETTERS_PER_WRITE = 64 * 1024
const NODES_PER_WRITE = 500

type Parent = Y.XmlFragment
type Child = Y.XmlElement | Y.XmlText
type Waiting = Generator<number, void, void>

/**
 * Writes what `from` reads into the empty `to`: a fresh text without the history of the other, whatever its schema. Each step is a
 * transaction, and so an op. When `from` is edited meanwhile, it begins again: no block that somebody splits or moves is lost. What
 * does not come to rest is written in one go at last.
 */
export function* copyRichText(from: Y.XmlFragment, to: Y.XmlFragment, lead: LeadAttributes): Steps<void> {
  const source = from.doc
  let edits = 0
  const hear = (): void => void (edits += 1)
  source?.on('update', hear)
  try {
    for (let attempt = 1; ; attempt += 1) {
      const begun = edits
      if (to.length > 0) to.delete(0, to.length)
      for (const _step of writing(from, to, lead)) {
        if (attempt > 3) continue
        yield
        if (edits !== begun) break
      }
      if (edits === begun) return
    }
  } finally {
    source?.off('update', hear)
  }
}

function* writing(from: Y.XmlFragment, to: Y.XmlFragment, lead: LeadAttributes): Steps<void> {
  const { doc } = to
  if (!doc) throw new Error('A text lies in its document.')
  const nodes = copyChildren(from, to, lead)
  while (doc.transact(() => writeSome(nodes)) === 'more') yield
}

function writeSome(nodes: Waiting): 'more' | 'over' {
  for (let nodeCount = 0, letters = 0; nodeCount < NODES_PER_WRITE && letters < LETTERS_PER_WRITE; nodeCount += 1) {
    const { done, value } = nodes.next()
    if (done === true) return 'over'
    letters += value
  }
  return 'more'
}

/** Yields how many letters it has written with each node. Without recursion: depth is bounded by memory alone. */
function* copyChildren(from: Parent, to: Parent, lead: LeadAttributes): Waiting {
  const waiting: { readonly children: readonly unknown[]; next: number; readonly to: Parent; last: Child | null }[] = []
  const enter = (parent: Parent, copy: Parent): void =>
    void waiting.push({ children: parent.toArray(), next: 0, to: copy, last: null })
  enter(from, to)
  for (let place = waiting.at(-1); place; place = waiting.at(-1)) {
    const child = place.children[place.next++]
    if (child === undefined) {
      waiting.pop()
    } else if (child instanceof Y.XmlText) {
      const text = new Y.XmlText()
      place.to.insertAfter(place.last, [text])
      place.last = text
      yield* copyLetters(child, text, lead)
    } else if (child instanceof Y.XmlElement) {
      const element = new Y.XmlElement(child.nodeName)
      place.to.insertAfter(place.last, [element])
      place.last = element
      for (const [key, value] of Object.entries(lead(child.nodeName, child.getAttributes()))) {
        // Its type knows strings; editors store any JSON there.
        if (value !== undefined) element.setAttribute(key, value as string)
      }
      yield 0
      enter(child, element)
    }
  }
}

interface Run {
  readonly insert: unknown
  readonly attributes?: Readonly<Record<string, unknown>>
}

function* copyLetters(from: Y.XmlText, to: Y.XmlText, lead: LeadAttributes): Waiting {
  for (const { insert, attributes = {} } of from.toDelta() as readonly Run[]) {
    const marks = Object.fromEntries(
      Object.entries(attributes).map(([name, mark]) => [name, ledMark(name, mark, lead)]),
    )
    if (typeof insert !== 'string') {
      if (typeof insert === 'object' && insert !== null && !(insert instanceof Y.AbstractType)) {
        to.insertEmbed(to.length, insert, marks)
      }
      continue
    }
    for (let at = 0; at < insert.length; at += LETTERS_PER_WRITE) {
      const letters = insert.slice(at, at + LETTERS_PER_WRITE)
      to.insert(to.length, letters, marks)
      yield letters.length
    }
  }
  yield 0
}

/** Editors name a mark that may stand twice on one letter with what tells them apart: `link--a1b2`. */
function ledMark(name: string, mark: unknown, lead: LeadAttributes): unknown {
  const isPlain = typeof mark !== 'object' || mark === null || Array.isArray(mark)
  return isPlain ? mark : lead(name.replace(/--.*$/, ''), mark as Record<string, unknown>)
}
