/**
 * One line of a result: what was done, how much of it, by whom, and how it compares. The names of our own systems begin with
 * `Grove`.
 */
export interface Row {
  readonly workload: string
  readonly size: number
  readonly system: string
  /** Of one unit of work; null where no time was measured, or the system was not through in time. */
  readonly medianMs: number | null
  readonly unit: string
  /** The fastest and the slowest round. */
  readonly spreadMs?: readonly [number, number]
  /** How many the median is of. */
  readonly rounds?: number
  /** Where room is measured, on disk or in memory. */
  readonly medianBytes?: number
  /** This system's speed (or thrift) over the best peer's in the same run; null for peers and where there is none. */
  readonly perBestPeer: number | null
  /** This system's speed (or thrift) over what the machine itself can do in the same run. */
  readonly perLimit: number | null
  /** Not a peer: what the machine could do at best. */
  readonly isLimit?: true
  /** What else there is to say of the result. */
  readonly note?: string
}

type Measured = Pick<Row, 'system' | 'medianMs' | 'medianBytes' | 'spreadMs' | 'rounds' | 'note'>

interface Comparison extends Pick<Row, 'workload' | 'size' | 'unit'> {
  readonly measured: readonly Measured[]
  readonly isOurs: (system: string) => boolean
  /** The name of what the machine could do at best. */
  readonly limit?: string
}

/** Rows for systems that did the same work, ours with its ratios. */
export function compared({ measured, isOurs, limit, ...work }: Comparison): Row[] {
  const peers = measured.filter(({ system }) => !isOurs(system) && system !== limit).map(costOf)
  const best = Math.min(...peers.filter((cost) => !Number.isNaN(cost)))
  const least = measured.find(({ system }) => system === limit)
  return measured.map((system) => {
    const ours = isOurs(system.system)
    return {
      ...work,
      ...system,
      perBestPeer: ours && Number.isFinite(best) ? best / costOf(system) : null,
      perLimit: ours && least ? costOf(least) / costOf(system) : null,
      ...(system.system === limit ? { isLimit: true as const } : {}),
    }
  })
}

/** What is compared: bytes where they were measured, ms otherwise; NaN: none. */
export function costOf({ medianMs, medianBytes }: Pick<Row, 'medianMs' | 'medianBytes'>): number {
  return medianBytes ?? medianMs ?? Number.NaN
}

export function isGrove({ system }: Pick<Row, 'system'>): boolean {
  return system.startsWith('Grove')
}
