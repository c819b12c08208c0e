import { costOf, isGrove } from '../Row'
import { costText, digits } from './digits'
import type { Result } from './Result'
import type { Goal, Target } from './targets'

/** How a result of ours stands to a target. */
export interface Verdict {
  readonly target: Target
  /** Absent: not measured. */
  readonly ours?: Result
  /** The best of those it is compared with; absent: there is none. */
  readonly peer?: Result
  readonly isHeld: boolean
}

/** What was reached, over what was asked: 1 and more is held. */
interface Standing extends Pick<Verdict, 'ours' | 'peer'> {
  readonly reached: number
}

/** One verdict for each target and workload it speaks of; of several sizes, the one at which ours does worst. */
export function verdictsOf(results: readonly Result[], targets: readonly Target[]): Verdict[] {
  return targets.flatMap((target) => {
    const ours = results.filter((row) => isMeant(row, target))
    const workloads = new Set(ours.map(({ workload }) => workload))
    if (workloads.size === 0) return [{ target, isHeld: false }]
    return [...workloads].map((workload) => {
      const standings = ours
        .filter((row) => row.workload === workload)
        .map((row) => standingOf(row, peerOf(row, results, target.goal), target.goal))
      // A size at which nobody else was through says nothing of who is ahead.
      const { reached, ...known } = standings.reduce((a, b) => (a.reached <= b.reached || isNaN(b.reached) ? a : b))
      return { target, ...known, isHeld: reached >= 1 }
    })
  })
}

function isMeant(row: Result, { bench, workload, size, system = '' }: Target): boolean {
  return (
    isGrove(row) &&
    row.bench === bench &&
    row.system.startsWith(system) &&
    (workload === undefined || row.workload === workload) &&
    (size === undefined || row.size === size) &&
    // What the system was not through with, or not asked, is no result.
    !Number.isNaN(costOf(row))
  )
}

function peerOf(ours: Result, results: readonly Result[], goal: Goal): Result | undefined {
  const name = goal.kind === 'ahead' ? (goal.of ?? '') : ''
  return results
    .filter((row) => row.bench === ours.bench && row.workload === ours.workload && row.size === ours.size)
    .filter((row) => !isGrove(row) && row.isLimit !== true && row.system.startsWith(name))
    .filter((row) => !Number.isNaN(costOf(row)))
    .reduce<Result | undefined>((best, row) => (best && costOf(best) <= costOf(row) ? best : row), undefined)
}

function standingOf(ours: Result, peer: Result | undefined, goal: Goal): Standing {
  const known = peer ? { ours, peer } : { ours }
  switch (goal.kind) {
    case 'ahead':
      // Nobody to be ahead of proves nothing.
      return { ...known, reached: peer ? costOf(peer) / costOf(ours) / goal.times : Number.NaN }
    case 'atMostMs':
      return { ...known, reached: goal.ms / costOf(ours) }
    case 'limit':
      return { ...known, reached: (ours.perLimit ?? Number.NaN) / goal.times }
    case 'exponent':
      return { ...known, reached: ours.exponent === undefined ? Number.NaN : ours.exponent <= goal.atMost ? 1 : 0 }
  }
}

/** A line for each verdict, as cells. */
export function verdictLines(verdicts: readonly Verdict[]): string[][] {
  return [
    ['', 'workload', 'ours', 'best peer', 'peer / ours', 'limit / ours', 'exponent', 'target', 'held'],
    ...verdicts.map(({ target, ours, peer, isHeld }) => [
      target.part,
      ours ? `${ours.workload}, ${ours.size.toLocaleString('en')}` : (target.workload ?? target.bench),
      ours ? costText(ours) : 'not measured',
      peer ? `${peer.system}, ${costText(peer)}` : '',
      ours && peer ? digits(costOf(peer) / costOf(ours)) : '',
      ours?.perLimit === undefined || ours.perLimit === null ? '' : digits(ours.perLimit),
      ours?.exponent?.toFixed(2) ?? '',
      goalText(target.goal),
      isHeld ? 'yes' : 'no',
    ]),
  ]
}

function goalText(goal: Goal): string {
  switch (goal.kind) {
    case 'ahead':
      return `${goal.of ?? 'best peer'} / ours at least ${goal.times}`
    case 'atMostMs':
      return `at most ${digits(goal.ms)} ms`
    case 'limit':
      return `limit / ours at least ${goal.times}`
    case 'exponent':
      return `grows as size^${goal.atMost} at most`
  }
}
