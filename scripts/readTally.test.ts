import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTally } from './readTally'

describe('the tally of a test run', () => {
  let folder: string

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'grove-tally-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function report(passed: number, failed: number, pending: number): string {
    const file = path.join(folder, 'report.json')
    const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: 0 }
    writeFileSync(file, JSON.stringify(counts))
    return file
  }

  it('counts what passed and what failed', () => {
    expect(readTally(report(7, 2, 0), 1)).toEqual({ passed: 7, failed: 2 })
  })

  it('counts a skipped test as failed', () => {
    expect(readTally(report(7, 0, 1), 0)).toEqual({ passed: 7, failed: 1 })
  })

  it('counts a run that failed without a failing test', () => {
    expect(readTally(report(7, 0, 0), 1)).toEqual({ passed: 7, failed: 1 })
  })

  it('counts a run that left no report', () => {
    expect(readTally(path.join(folder, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 })
  })
})
