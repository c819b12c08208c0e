import { describe, expect, it } from 'vitest'
import { compared } from './Row'

const work = { workload: 'fill', size: 10, unit: 'all', isOurs: (system: string) => system === 'Grove' }
const limit = { system: 'bare', medianMs: 5 }

describe('compared rows', () => {
  it('set ours against the fastest peer and the limit', () => {
    const rows = compared({
      ...work,
      limit: 'bare',
      measured: [
        { system: 'Grove', medianMs: 10 },
        limit,
        { system: 'Loro', medianMs: 40 },
        { system: 'Yjs', medianMs: 30 },
      ],
    })
    expect(rows[0]).toMatchObject({ system: 'Grove', perBestPeer: 3, perLimit: 0.5 })
    expect(rows.slice(1).map(({ perBestPeer, perLimit }) => [perBestPeer, perLimit])).toEqual(
      Array(3).fill([null, null]),
    )
    expect(rows.map(({ isLimit }) => isLimit)).toEqual([undefined, true, undefined, undefined])
  })

  it('take bytes where bytes were measured', () => {
    const [ours] = compared({
      ...work,
      measured: [
        { system: 'Grove', medianMs: null, medianBytes: 500 },
        { system: 'Loro', medianMs: null, medianBytes: 1000 },
      ],
    })
    expect(ours).toMatchObject({ perBestPeer: 2, perLimit: null })
  })

  it('say nothing of peers that were not through, and nothing where there is none', () => {
    const slow = { system: 'RepTree', medianMs: null, note: 'not through in 20 s' }
    expect(compared({ ...work, measured: [{ system: 'Grove', medianMs: 10 }, slow] })).toMatchObject([
      { perBestPeer: null },
      { note: 'not through in 20 s' },
    ])
    const rows = compared({
      ...work,
      measured: [{ system: 'Grove', medianMs: 10 }, slow, { system: 'Yjs', medianMs: 5 }],
    })
    expect(rows[0]?.perBestPeer).toBe(0.5)
  })
})
