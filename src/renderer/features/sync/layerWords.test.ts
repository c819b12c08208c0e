import { describe, expect, it } from 'vitest'
import type { LayerSummary } from '../../../bridge/contract'
import { layerSummary } from '../../testing/layerSummary'
import { layerWords, spaceWords } from './layerWords'

const NOW = Date.UTC(2026, 10, 22, 14, 4)
const STATES = [
  'opening',
  'catching-up',
  'in-step',
  'offline',
  'failing',
  'refused',
  'paused',
  'held',
  'closed',
] as const

function words(changes: Partial<LayerSummary>) {
  return layerWords(layerSummary(changes), NOW)
}

describe('the words for a layer', () => {
  it('[UI70] say "in step" only for what was compared and found equal, in every state', () => {
    for (const state of STATES) {
      for (const isVerified of [true, false]) {
        const { tone, short } = words({ state, isVerified })
        const isGood = isVerified && state === 'in-step'
        expect([state, isVerified, tone === 'good']).toEqual([state, isVerified, isGood])
        expect(short.includes('In step')).toBe(isGood)
      }
    }
  })

  it('[UI224] say of a backup what waits for its next turn', () => {
    const { tone, sentence } = words({ kind: 'backup', toSend: 1, state: 'catching-up', isVerified: false })
    expect([tone, sentence]).toEqual(['busy', '1 change not in the backup yet. Grove writes there every half minute.'])
  })

  it('[UI70] do not say "in step" while anything is on its way, or was set aside', () => {
    const detail = { code: 'bad-op', reason: 'x' } as const
    expect(words({ toSend: 3 }).short).toBe('Sending 3')
    expect(words({ toReceive: 1200 }).short).toBe('Receiving 1,200')
    expect(words({ files: { toSend: 1, toReceive: 0, problem: null } }).short).toBe('Sending 1 file')
    expect(words({ quarantined: [{ treeId: 'a', documentName: null, detail }] }).tone).toBe('attention')
    expect(words({ fuse: { documents: 312, total: 400 }, state: 'held' }).tone).toBe('attention')
  })

  it('[UI70] say how long ago both sides were compared, and of a backup that it is one', () => {
    expect(words({}).sentence).toBe('This machine and grove.example.org hold exactly the same, compared 2 minutes ago.')
    expect(words({ kind: 'backup', place: '/stick' }).sentence).toMatch(/^The backup holds all/)
  })

  it('[UI70] ask for a person only where waiting does not help', () => {
    const unreachable = { code: 'server-unreachable', server: 'grove', reason: 'no answer' } as const
    expect(words({ state: 'failing', error: unreachable }).short).toBe('Trying again')
    expect(words({ state: 'failing', error: { code: 'disk-full', path: '/stick' } }).short).toBe('Needs you')
    expect(words({ state: 'offline', error: unreachable, toSend: 3 })).toMatchObject({
      tone: 'quiet',
      short: 'Offline',
    })
    expect(words({ state: 'offline', error: null, toSend: 3 }).sentence).toContain('3 changes waiting')
  })

  it('[UI70] tell a reader that own changes stay here, without calling it trouble', () => {
    const quarantined = [{ treeId: 'a', documentName: 'Page', detail: { code: 'read-only-member' } }] as const
    const reading = words({ role: 'viewer', isVerified: false, quarantined })
    expect(reading).toMatchObject({ tone: 'quiet', short: 'Reading' })
    expect(reading.sentence).toContain('1 change of yours stays on this machine')
    expect(words({ role: 'viewer' }).short).toBe('In step, verified')
  })

  it('[UI70] are, for a space, those of the layer that most needs to be known about', () => {
    const good = layerSummary()
    const offline = layerSummary({ layerId: 'b', state: 'offline', isVerified: false })
    const refused = layerSummary({
      layerId: 'c',
      state: 'refused',
      error: { code: 'not-signed-in', reason: 'expired' },
    })
    const short = (...layers: LayerSummary[]): string | undefined => spaceWords(layers, NOW)?.short
    expect(short()).toBe(undefined)
    expect(short(good)).toBe('In step, verified')
    expect(short(good, offline)).toBe('Offline')
    expect(short(refused, good, offline)).toBe('Needs you')
  })
})
