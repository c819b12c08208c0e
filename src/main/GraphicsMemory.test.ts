import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GraphicsMemory } from './GraphicsMemory'

describe('GraphicsMemory', () => {
  let folder: string
  const memory = (version = '1 on 45'): GraphicsMemory => new GraphicsMemory(path.join(folder, 'graphics'), version)
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'grove-graphics-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('[FI1] does without the card from the start after three crashes, until another version', () => {
    const first = memory()
    expect(first.isOff).toBe(false)
    first.ended('crashed')
    first.ended('abnormal-exit')
    expect(memory().isOff).toBe(false)
    first.ended('launch-failed')
    expect(memory().isOff).toBe(true)
    expect(memory().isOff).toBe(true)
    expect(memory('2 on 46').isOff).toBe(false)
    expect(memory().isOff).toBe(false)
  })

  it('[FI1] an end that somebody wanted counts for nothing, nor does a folder that cannot be written', () => {
    const first = memory()
    for (const reason of ['killed', 'clean-exit', 'killed', 'clean-exit']) first.ended(reason)
    expect(first.isOff).toBe(false)
    const nowhere = new GraphicsMemory(path.join(folder, 'no/where'), '1')
    for (let crash = 0; crash < 5; crash++) nowhere.ended('crashed')
    expect(nowhere.isOff).toBe(false)
  })
})
