import { parseArgs } from 'node:util'
import { checkTreeHistory } from '../../src/core/testing/checkTreeHistory'
import { Simulation } from './Simulation'

/*
 * npm run -s sim -- [--seeds 500] [--first 1] [--steps 150] [--histories 10000]
 * The last line gives seeds, steps, crashes and failures; the exit code is 1 when anything failed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '500' },
      first: { type: 'string', default: '1' },
      steps: { type: 'string', default: '150' },
      histories: { type: 'string', default: '10000' },
    },
  })
  const [seeds, first, steps, histories] = [values.seeds, values.first, values.steps, values.histories].map(Number)
  if (![seeds, first, steps, histories].every((value) => Number.isSafeInteger(value) && (value ?? -1) >= 0)) {
    console.error('--seeds, --first, --steps and --histories take whole numbers.')
    process.exitCode = 2
    return
  }
  const differing = checkHistories(first ?? 1, histories ?? 0)
  const { crashes, failures, stepsRun } = await simulate(first ?? 1, seeds ?? 0, steps ?? 0)
  console.log(
    `seeds ${seeds ?? 0}, steps ${stepsRun}, crashes ${crashes}, failures ${failures}` +
      ` (tree histories ${histories ?? 0}, differing ${differing})`,
  )
  if (failures + differing > 0) process.exitCode = 1
}

/** SpaceTree against plain RepTree on random histories. */
function checkHistories(first: number, count: number): number {
  let differing = 0
  for (let seed = first; seed < first + count; seed++) {
    try {
      checkTreeHistory(seed)
    } catch (error) {
      differing += 1
      console.error(`tree history ${seed}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  if (count > 0) console.log(`${count - differing} of ${count} tree histories equal RepTree's`)
  return differing
}

async function simulate(
  first: number,
  count: number,
  steps: number,
): Promise<{ crashes: number; failures: number; stepsRun: number }> {
  let crashes = 0
  let failures = 0
  let stepsRun = 0
  for (let seed = first; seed < first + count; seed++) {
    const result = await new Simulation(seed).run(steps)
    crashes += result.crashes
    stepsRun += result.steps
    if (result.failure === undefined) continue
    failures += 1
    console.error(`seed ${seed}: ${result.failure}`)
  }
  return { crashes, failures, stepsRun }
}

void main()
