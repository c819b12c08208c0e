import { describe, expect, it } from 'vitest'
import { frameRecord, framesOf, LOG_SIGNATURE, recordMark } from './recordFrame'

const mark = recordMark('ab'.repeat(16))
const contents = ['first', '', 'third '.repeat(20), 'last'].map((text) => Buffer.from(text))
const records = contents.map((content) => frameRecord(mark, content))
const file = Buffer.concat([LOG_SIGNATURE, ...records])

function readable(bytes: Uint8Array): string[] {
  return [...framesOf(bytes, mark)].flatMap((frame) => (frame.kind === 'record' ? frame.content.toString() : []))
}

/** Which of the records a byte lies in; -1 for the signature. */
function recordAround(at: number): number {
  let end = LOG_SIGNATURE.byteLength
  if (at < end) return -1
  return records.findIndex((record) => at < (end += record.byteLength))
}

describe('framesOf', () => {
  it('[BA3] reads every other record when any one byte is changed', () => {
    for (let at = 0; at < file.byteLength; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const spoiled = file.map((byte, index) => (index === at ? byte ^ flip : byte))
        const left = contents.filter((_, index) => index !== recordAround(at))
        expect(readable(spoiled), `byte ${at}`).toEqual(left.map(String))
      }
    }
  })

  it('[BA3] goes on behind a hole, and names it', () => {
    const bytes = Buffer.concat([LOG_SIGNATURE, records[0]!, Buffer.alloc(1000, 7), records[3]!])
    const holeAt = LOG_SIGNATURE.byteLength + records[0]!.byteLength
    expect(readable(bytes)).toEqual(['first', 'last'])
    expect([...framesOf(bytes, mark)][1]).toEqual({ kind: 'unreadable', offset: holeAt, to: holeAt + 1000 })
  })

  it('[BA5] finds nothing in the log of another space, in other files, and in an empty one', () => {
    expect([...framesOf(file, recordMark('cd'.repeat(16)))]).toHaveLength(1)
    expect(readable(Buffer.from('not a log at all'))).toEqual([])
    expect([...framesOf(new Uint8Array(), mark)]).toEqual([])
  })
})
