import { existsSync, readFileSync } from 'node:fs'

/** What came of one run of a test runner. */
export interface Tally {
  readonly passed: number
  readonly failed: number
}

/**
 * Counts a run of vitest from its JSON report and exit code. What failed without a failing test (a file that does not
 * load, an error nobody caught, a runner that died) counts as one failure, and so does each test that was skipped: a
 * test that is not run proves nothing.
 */
export function readTally(report: string, exitCode: number): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numTodoTests: number
  }
  const failed = counts.numFailedTests + counts.numPendingTests + counts.numTodoTests
  return { passed: counts.numPassedTests, failed: exitCode !== 0 && failed === 0 ? 1 : failed }
}
