import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../layers/runtime/nodeEnvironment'
import { buildProgram } from './buildProgram'
import { refuseSyncedFolder } from './placeOfData'

describe('where the data lies', () => {
  let folder: string
  const notices: string[] = []
  const terminal = {
    result: () => undefined,
    progress: () => undefined,
    notice: (sentence: string) => void notices.push(sentence),
  }

  beforeEach(async () => {
    notices.splice(0)
    folder = await mkdtemp(path.join(tmpdir(), 'grove-place-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('[CL8] a command warns of a folder that another program keeps in step, and does its work', async () => {
    const data = path.join(folder, 'data')
    const program = (): Promise<unknown> =>
      buildProgram({ environment: nodeEnvironment, terminal, setExitCode: () => undefined }).parseAsync(
        ['spaces', '--data', data],
        { from: 'user' },
      )
    await program()
    expect(notices).toEqual([])
    await mkdir(path.join(folder, '.stfolder'))
    await program()
    expect(notices).toEqual([expect.stringMatching(/bad place .* kept in step by Syncthing/)])
  })

  it('[CL8] a server is not started in such a folder unless told to', async () => {
    await refuseSyncedFolder(folder, terminal)
    await mkdir(path.join(folder, '.stfolder'))
    const refused = refuseSyncedFolder(path.join(folder, 'server'), terminal)
    await expect(refused).rejects.toThrow(/Syncthing.*--allow-synced-folder/)
    await expect(refused).rejects.toMatchObject({ detail: { code: 'data-place' } })
    expect(notices).toEqual([])
  })
})
