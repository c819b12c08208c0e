import Database from 'better-sqlite3'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { DataFolder } from '../layers/runtime/DataFolder'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { SpaceFolderLock } from '../layers/sqlite/SpaceFolderLock'
import { buildProgram } from './buildProgram'

interface Ran {
  readonly result: string
  readonly exitCode: number
}

describe('grove', () => {
  let folder: string
  let vault: string
  let data: DataFolder

  const grove = async (...args: string[]): Promise<Ran> => {
    const results: string[] = []
    let exitCode = 0
    const terminal = {
      result: (text: string) => void results.push(text),
      progress: () => undefined,
      notice: () => undefined,
    }
    const setExitCode = (code: number): void => {
      exitCode = code
    }
    const program = buildProgram({ environment: nodeEnvironment, terminal, setExitCode })
    for (const command of [program, ...program.commands]) command.configureOutput({ writeErr: () => undefined })
    await program.parseAsync([...args, '--data', data.root], { from: 'user' })
    return { result: results.join('\n'), exitCode }
  }
  const json = async (...args: string[]): Promise<Record<string, unknown>> =>
    JSON.parse((await grove(...args, '--json')).result) as Record<string, unknown>

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-cli-'))
    vault = path.join(folder, 'Notes')
    data = new DataFolder(path.join(folder, 'data'))
    await mkdir(path.join(vault, 'Trips'), { recursive: true })
    await writeFile(path.join(vault, 'Start.md'), '# Welcome\n\nSee [[Lisbon]] and [[Nowhere]].\n\n![[map.png]]\n')
    await writeFile(path.join(vault, 'Trips', 'Lisbon.md'), 'Take the **28** tram.\n')
    await writeFile(path.join(vault, 'map.png'), 'a picture')
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('[CL3] imports a folder, says what became of it, and changes nothing the second time', async () => {
    const first = await json('import', vault, '--space', 'Home')
    expect(first).toEqual({
      space: 'Home',
      pages: 2,
      folders: 1,
      files: 1,
      links: { resolved: 2, unresolved: 1 },
      unchanged: 0,
      lost: [{ path: 'Start.md', what: '[[Nowhere]]', why: 'nothing of this name is in the folder' }],
    })
    const before = await json('check', 'Home')
    expect(await json('import', vault, '--space', 'Home')).toEqual({ ...first, unchanged: 3 })
    expect(await json('check', 'Home')).toEqual(before)
  })

  it('[CL3] a dry run writes nothing', async () => {
    expect(await json('import', vault, '--space', 'Home', '--dry-run')).toMatchObject({ pages: 2, links: 3 })
    await expect(readdir(data.root)).rejects.toThrow()
  })

  it('[SE1, SE5] search finds pages by the words in them', async () => {
    await grove('import', vault, '--space', 'Home')
    expect((await grove('search', 'Home', '28', 'tram')).result).toBe(
      'Trips / Lisbon\n    Take the 28 tram.\n1 page found.',
    )
    expect(await json('search', 'home', 'lisb')).toMatchObject({
      count: 2,
      isMore: false,
      hits: [
        { title: 'Lisbon', path: 'Trips' },
        { title: 'Start', snippet: 'See Lisbon and Nowhere.' },
      ],
    })
    expect((await grove('search', 'Home', 'nothing such')).result).toBe('0 pages found.')
    await expect(grove('search', 'Elsewhere', 'tram')).rejects.toThrow('There is no space')
  })

  it('[EX1, EX4, EX8] exports a space as a folder like the one it was imported from', async () => {
    await grove('import', vault, '--space', 'Home')
    const target = path.join(folder, 'Out')
    expect(await json('export', 'Home', target)).toEqual({
      space: 'Home',
      folder: target,
      documents: 2,
      folders: 1,
      files: 1,
      lost: [],
    })
    for (const name of ['Start.md', 'Trips/Lisbon.md', 'map.png']) {
      expect(await readFile(path.join(target, name), 'utf8')).toBe(await readFile(path.join(vault, name), 'utf8'))
    }
    expect((await grove('export', 'Home', target)).result).toBe(
      `Exported 2 pages, 1 folder and 1 file of “Home” into ${target} 2.`,
    )
    for (const space of await readdir(path.join(data.root, 'spaces'))) {
      await rm(path.join(data.root, 'spaces', space, 'files'), { recursive: true })
    }
    expect((await grove('export', 'Home', target)).result).toMatch(
      /- map\.png: file \(it is not here\)\nFiles of a space/,
    )
    await expect(grove('export', 'Home', path.join(folder, 'no', 'where'))).rejects.toMatchObject({
      detail: { code: 'not-exported', reason: 'the folder is gone' },
    })
  })

  it('[CL4] prints spaces, trees and pages', async () => {
    await grove('import', vault, '--space', 'Home')
    expect((await grove('spaces')).result).toMatch(/^[0-9a-f]{32} {2}🌳 Home$/)
    expect((await grove('tree', 'home')).result).toBe('Home\n├── Trips/\n│   └── Lisbon\n├── map.png\n└── Start')
    expect((await grove('page', 'Home', 'Start')).result).toBe(
      '# Welcome\n\nSee [[Lisbon]] and [[Nowhere]].\n\n![[map.png]]\n',
    )
  })

  it.each([
    [['tree', 'Nope'], 'space-missing'],
    [['page', 'Home', 'Nope'], 'page-missing'],
    [['import', '/nowhere-at-all', '--space', 'Home'], 'bad-file'],
  ])('[CL5] %j fails with a sentence', async (args, code) => {
    await grove('import', vault, '--space', 'Home')
    await expect(grove(...args)).rejects.toMatchObject({ detail: { code } })
  })

  it('[CL5] wrong usage is commander’s to explain', async () => {
    await expect(grove('import')).rejects.toMatchObject({ name: 'CommanderError' })
    await expect(grove('bogus')).rejects.toMatchObject({ name: 'CommanderError' })
  })

  it('[CL5] leaves a folder alone that another program uses', async () => {
    await grove('import', vault, '--space', 'Home')
    const lock = SpaceFolderLock.acquire(data.root)
    await expect(grove('import', vault, '--space', 'Home')).rejects.toMatchObject({ detail: { code: 'folder-in-use' } })
    // Checking only reads.
    expect((await grove('check', 'Home')).exitCode).toBe(0)
    lock.release()
  })

  it('[CL6] check proves a space, and notices a changed file and a changed log', async () => {
    await grove('import', vault, '--space', 'Home')
    const checked = await json('check', 'Home')
    expect(checked).toMatchObject({ ok: true, trees: 3, pages: 2, files: 1, problems: [] })
    const [id = ''] = await data.spaceIds()
    const [first = ''] = await readdir(data.files(id))
    const [hash = ''] = await readdir(path.join(data.files(id), first))
    await writeFile(path.join(data.files(id), first, hash), 'another picture')
    const spoiled = await grove('check', 'Home')
    expect(spoiled.exitCode).toBe(1)
    expect(spoiled.result).toMatch(/1 problem found[\s\S]*is damaged/)
    const db = new Database(data.database(id))
    db.exec('UPDATE log SET opCount = 1')
    db.close()
    expect((await grove('check', id)).result).toMatch(/2 problems found/)
  })

  it('[CL9] says which Grove it is', async () => {
    let said = ''
    const parts = { result: () => undefined, progress: () => undefined, notice: () => undefined }
    const program = buildProgram({ environment: nodeEnvironment, terminal: parts, setExitCode: () => undefined })
    program.configureOutput({ writeOut: (text) => (said += text) })
    await expect(program.parseAsync(['--version'], { from: 'user' })).rejects.toMatchObject({ exitCode: 0 })
    expect(said).toBe(`${version}\n`)
  })

  it('[CL7] compact stores the same in less room, and says how much', async () => {
    await grove('import', vault, '--space', 'Home')
    const before = await json('check', 'Home')
    expect(await json('compact', 'Home')).toEqual({
      snapshots: expect.any(Number) as number,
      packs: expect.any(Number) as number,
      segments: expect.any(Number) as number,
      bytesBefore: expect.any(Number) as number,
      bytesAfter: expect.any(Number) as number,
    })
    expect((await grove('compact', 'Home')).result).toMatch(/MB before, .* MB now. Nothing was left out./)
    expect(await json('check', 'Home')).toEqual(before)
    await expect(grove('compact', 'Nowhere')).rejects.toMatchObject({ detail: { code: 'space-missing' } })
  })
})
