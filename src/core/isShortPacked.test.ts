import { Packr } from 'msgpackr'
import { expect, it } from 'vitest'
import { AppError } from './AppError'
import { isShortPacked } from './isShortPacked'
import { decodeClientMessage } from './sync/messages'

const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true })
const packed = (value: unknown): Uint8Array => new Uint8Array(codec.pack(value))

/** A list that announces as many values as it has bytes, all of one kind. */
function bomb(byte: number, count: number): Uint8Array {
  const frame = new Uint8Array(5 + count).fill(byte)
  frame[0] = 0xdd
  new DataView(frame.buffer).setUint32(1, count)
  return frame
}

it.each([
  ['numbers', [0, -1, 127, 128, 255, 65_535, 65_536, -129, -40_000, 2 ** 32, -(2 ** 40), 0.5, 1e300], 14],
  ['words', ['', 'a', 'x'.repeat(31), 'x'.repeat(32), 'x'.repeat(300), 'é'.repeat(70_000)], 7],
  ['bytes', [new Uint8Array(0), new Uint8Array(255), new Uint8Array(300), new Uint8Array(70_000)], 5],
  ['what is nothing', [null, undefined, true, false], 5],
  ['an object', { a: 1, b: { c: [1, 2] } }, 9],
  ['a long list', Array.from({ length: 70_000 }, () => 0), 70_001],
  ['a long object', Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, index])), 41],
])('[SV41] counts the values of a frame: %s', (_what, value, values) => {
  expect(isShortPacked(packed(value), values)).toBe(true)
  expect(isShortPacked(packed(value), values - 1)).toBe(false)
})

it.each([
  ['a list of nothing', bomb(0xc0, 1_000_000)],
  ['a list of empty objects', bomb(0x80, 1_000_000)],
  ['a list in a list in a list', new Uint8Array(1_000_000).fill(0x91)],
  ['a list that is not there', new Uint8Array([0xdd, 0xff, 0xff, 0xff, 0xff])],
  ['an object that is not there', new Uint8Array([0xdf, 0xff, 0xff, 0xff, 0xff])],
  ['a record that its reader would learn', new Uint8Array([0xd4, 0x72, 0x40, ...bomb(0xc0, 1000)])],
  ['another extension', new Uint8Array([0xc7, 1, 1, 0])],
])('[SV41] a few bytes cannot keep a host busy: %s', (_what, frame) => {
  try {
    decodeClientMessage(frame)
    expect.unreachable()
  } catch (error) {
    expect(AppError.detailOf(error)).toEqual({ code: 'bad-frame', reason: 'more than a message holds' })
  }
})

it('[SV41] a frame that is cut off is left to its reader', () => {
  const whole = packed({ kind: 'ping', more: ['text', new Uint8Array(20), 2 ** 40] })
  for (let size = 0; size < whole.length; size++) {
    expect(isShortPacked(whole.subarray(0, size), 20)).toBe(true)
    expect(() => decodeClientMessage(whole.subarray(0, size))).toThrow(AppError)
  }
})
