import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { SeededRandom } from '../testing/SeededRandom'
import { cutUpdate } from './cutUpdate'

const WORDS = ['a', 'bread', 'there is a lot to say', 'ü', '🌳🌳', '\n']

function randomText(random: SeededRandom): string {
  return random.pick(WORDS) ?? ''
}

function editText(text: Y.XmlText, random: SeededRandom): void {
  const at = random.integer(text.length + 1)
  const length = Math.min(text.length - at, 1 + random.integer(5))
  const dice = random.next()
  if (dice < 0.5 || length === 0) text.insert(at, randomText(random))
  else if (dice < 0.7) text.delete(at, length)
  else if (dice < 0.85) text.format(at, length, { bold: random.chance(0.6) ? true : null })
  else if (dice < 0.93) text.insertEmbed(at, { picture: randomText(random) })
  else text.setAttribute('lang', randomText(random))
}

/** Somewhere in it, also among blocks that lie in others. */
function editRandomly(parent: Y.XmlFragment, random: SeededRandom): void {
  const at = random.integer(parent.length + 1)
  const child = parent.length > 0 ? parent.get(random.integer(parent.length)) : undefined
  const dice = random.next()
  if (child instanceof Y.XmlText && dice < 0.6) editText(child, random)
  else if (child instanceof Y.XmlElement && dice < 0.6) editRandomly(child, random)
  else if (dice < 0.75) parent.insert(at, [new Y.XmlText(randomText(random)), new Y.XmlText()])
  else if (dice < 0.9) parent.insert(at, [new Y.XmlElement(random.pick(['p', 'quote', 'li']) ?? 'p')])
  else if (parent instanceof Y.XmlElement && dice < 0.95) parent.setAttribute('level', randomText(random))
  else if (parent.length > 0) parent.delete(random.integer(parent.length), 1)
}

/** Whole histories of several people who now and then hear of each other, and what one of them has at the end. */
function writtenBy(people: number, edits: number, random: SeededRandom, isAllHeard: boolean): Uint8Array {
  const docs = Array.from({ length: people }, (_, person) => {
    const doc = new Y.Doc()
    doc.clientID = 1 + random.integer(2 ** 40) * 8 + person
    return doc
  })
  for (let edit = 0; edit < edits; edit++) {
    const doc = random.pick(docs) as Y.Doc
    if (random.chance(0.25)) {
      const from = random.pick(docs) as Y.Doc
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(from, Y.encodeStateVector(doc)))
    } else if (random.chance(0.1)) doc.getMap('settings').set(randomText(random), random.integer(9))
    else if (random.chance(0.05)) doc.clientID = 1 + random.integer(2 ** 40) * 8 + 7
    else doc.transact(() => editRandomly(doc.getXmlFragment('body'), random))
  }
  const [first] = docs as [Y.Doc]
  if (isAllHeard) for (const doc of docs) Y.applyUpdate(first, Y.encodeStateAsUpdate(doc))
  return Y.encodeStateAsUpdate(first)
}

/** As texts are held: nothing is tidied up that nobody has tidied up. */
function read(updates: readonly Uint8Array[], check?: (doc: Y.Doc) => void): Y.Doc {
  const doc = new Y.Doc()
  doc.on('afterTransaction', (transaction) => (transaction._needFormattingCleanup = false))
  for (const update of updates) {
    Y.applyUpdate(doc, update)
    check?.(doc)
  }
  return doc
}

function shown(doc: Y.Doc): unknown {
  const body = doc.getXmlFragment('body')
  return [body.toString(), body.toJSON(), doc.getMap('settings').toJSON()]
}

describe('cutting an update', () => {
  it('[TR28] gives parts that make the same document one after the other, none waiting for a later one', () => {
    let parts = 0
    for (let seed = 1; seed <= 300; seed++) {
      const random = new SeededRandom(seed)
      const update = writtenBy(1 + random.integer(4), 10 + random.integer(120), random, random.chance(0.8))
      const cut = cutUpdate(update, 100 + random.integer(2000))
      parts += cut.length
      const whole = read([update])
      const grown = read(cut, ({ store }) => {
        expect([store.pendingStructs, store.pendingDs]).toEqual([null, null])
      })
      expect(shown(grown)).toEqual(shown(whole))
      expect(Y.encodeStateVector(grown)).toEqual(Y.encodeStateVector(whole))
      expect(Y.equalSnapshots(Y.snapshot(grown), Y.snapshot(whole))).toBe(true)
      expect(Y.encodeStateAsUpdate(grown)).toEqual(Y.encodeStateAsUpdate(whole))
      // What is then written means the same in both.
      const body = grown.getXmlFragment('body')
      body.insert(random.integer(body.length + 1), [new Y.XmlText('more')])
      if (body.length > 1) body.delete(random.integer(body.length), 1)
      Y.applyUpdate(whole, Y.encodeStateAsUpdate(grown))
      expect(shown(whole)).toEqual(shown(grown))
    }
    expect(parts).toBeGreaterThan(1500)
  })

  it('[TR28] leaves in one piece what is short, and what lacks something it builds on', () => {
    const update = writtenBy(3, 100, new SeededRandom(1), true)
    expect(cutUpdate(update, 1_000_000)).toEqual([update])
    expect(cutUpdate(update, 200).length).toBeGreaterThan(5)
    const half = read([cutUpdate(update, 2000)[0] as Uint8Array])
    const late = Y.diffUpdate(update, Y.encodeStateVector(half))
    expect(cutUpdate(late, 200)).toEqual([late])
    const waiting = Y.encodeStateAsUpdate(read([late]))
    expect(cutUpdate(waiting, 200)).toEqual([waiting])
  })
})
