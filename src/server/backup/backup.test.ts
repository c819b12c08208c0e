import Database from 'better-sqlite3'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FilePage } from '../../core/account/serverApi'
import { testPack, type SocketClient } from '../testing/SocketClient'
import { sha256, spaceId, TestServer } from '../testing/TestServer'
import { backupServer } from './backupServer'
import { restoreServer } from './restoreServer'

const SPACE = spaceId('a')
const CHUNK = new Uint8Array(Buffer.from('part of a file'))
const HASH = sha256(CHUNK)
const quiet = (): void => undefined

describe('backup and restore', () => {
  let server: TestServer
  let token: string
  let socket: SocketClient
  let backup: string
  let folder: string
  const record = async (digit: string): Promise<number> => {
    const asking = { token, body: { info: '', chunks: [HASH] } }
    return (await server.get<{ no: number }>('PUT', `/spaces/${SPACE}/files/${digit.repeat(64)}`, asking)).no
  }
  const attach = async (): Promise<Awaited<ReturnType<SocketClient['attach']>>['summary']> => {
    socket = await server.socket(token)
    return (await socket.attach(SPACE)).summary
  }
  const run = (): ReturnType<typeof backupServer> => backupServer(server.data, backup, server.clock.environment, quiet)
  const restore = (): ReturnType<typeof restoreServer> =>
    restoreServer(backup, server.data, server.clock.environment, quiet)

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-backup-'))
    backup = path.join(folder, 'first')
    server = await TestServer.start()
    token = await server.person('Ada')
    await server.space(token, SPACE)
    await server.space(token, spaceId('b'))
    await attach()
    await socket.push(SPACE, [testPack(1)])
    await server.get('PUT', `/spaces/${SPACE}/chunks/${HASH}`, { token, bytes: CHUNK })
    await record('1')
  })
  afterEach(async () => {
    await server.remove()
    await rm(folder, { recursive: true })
  })

  it('[SV21] copies a running server, whole, while clients go on writing', async () => {
    const running = run()
    for (let counter = 2; counter < 30; counter += 1) {
      expect(await socket.push(SPACE, [testPack(counter)], counter)).toMatchObject({ kind: 'ack' })
    }
    expect(await running).toMatchObject({ users: 1, spaces: 2, chunks: 1, problems: [] })
    expect((await readdir(backup)).sort()).toEqual(['accounts.sqlite', 'backup.json', 'spaces'])
    expect((await stat(backup)).mode & 0o077).toBe(0)
    const db = new Database(path.join(backup, 'spaces', SPACE, 'space.sqlite'), { readonly: true })
    expect(db.pragma('quick_check', { simple: true })).toBe('ok')
    expect(db.prepare('SELECT count(*) FROM pack').pluck().get()).toBeGreaterThan(0)
    db.close()
  })

  it('[SV21] brings back a server: who was in it, ops and files; positions are void, numbers never used twice', async () => {
    const before = await attach()
    await run()
    await socket.push(SPACE, [testPack(2)])
    await record('2')
    await server.close()
    const restored = await restore()
    expect(restored).toMatchObject({ users: 1, spaces: 2, chunks: 1, problems: [] })
    await server.startAgain()
    const after = await attach()
    expect(after).toMatchObject({ head: 1, opCount: 1 })
    expect(after.logId).not.toBe(before.logId)
    expect(await socket.pull(SPACE)).toEqual([testPack(1)])
    expect((await server.ask('GET', `/spaces/${SPACE}/chunks/${HASH}`, { token })).body).toEqual(Buffer.from(CHUNK))
    // A client that had read further sees that the server has gone back.
    const list = `/spaces/${SPACE}/files?after=2`
    expect(await server.get<FilePage>('GET', list, { token })).toEqual({ files: [], head: 1 })
    expect(await record('3')).toBeGreaterThan(2)
    // And what was there before is kept.
    expect((await readdir(restored.before ?? '')).sort()).toEqual(['accounts.sqlite', 'spaces'])
  })

  it('[SV21] restores into an empty folder, and a second time beside what it has set aside', async () => {
    await run()
    await server.close()
    await rm(server.data, { recursive: true })
    expect(await restore()).toMatchObject({ before: null })
    const again = await restore()
    expect(path.basename(again.before ?? '')).toBe('before-restore-1')
    await server.startAgain()
    expect(await attach()).toMatchObject({ opCount: 1 })
  })

  it('[SV21] does not restore while a server is running', async () => {
    await run()
    await expect(restore()).rejects.toMatchObject({ detail: { code: 'folder-in-use' } })
    expect(await socket.push(SPACE, [testPack(2)])).toMatchObject({ kind: 'ack' })
  })

  it('[SV21] takes only an empty folder, and only a complete backup', async () => {
    await run()
    await expect(run()).rejects.toMatchObject({ detail: { code: 'bad-request' } })
    await rm(path.join(backup, 'backup.json'))
    await server.close()
    await expect(restore()).rejects.toMatchObject({ detail: { code: 'bad-file' } })
    expect(existsSync(server.folder.accounts)).toBe(true)
    const nothing = backupServer(folder, path.join(folder, 'x'), server.clock.environment, quiet)
    await expect(nothing).rejects.toMatchObject({ detail: { code: 'bad-file' } })
  })

  it('[SV21] names what could not be copied, and copies the rest', async () => {
    await writeFile(server.folder.chunk(SPACE, HASH), 'damaged')
    const copied = await run()
    expect(copied.problems).toEqual([`Part ${HASH} of a file in space ${SPACE} is missing or damaged.`])
    expect(copied).toMatchObject({ chunks: 0, spaces: 2 })
  })
})
