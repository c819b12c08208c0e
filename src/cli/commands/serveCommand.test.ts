import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { API_PATH } from '../../core/account/serverApi'
import { ServerFolder } from '../../server/ServerFolder'
import { TEST_CERTIFICATE } from '../../server/testing/testCertificate'
import { SocketClient, testPack } from '../../server/testing/SocketClient'

const SPACE = 'a'.repeat(32)
const PASSWORD = 'correct horse battery'
const entry = path.resolve('src/cli/index.ts')

/** The real command in a process of its own. */
function grove(args: readonly string[], input?: string): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, ['--import', 'tsx', entry, ...args])
  child.stdin.end(input)
  return child
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = ''
  for await (const part of stream) text += String(part)
  return text
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const exit = once(child, 'exit') as Promise<[number | null]>
  const [out, err, [code]] = await Promise.all([textOf(child.stdout), textOf(child.stderr), exit])
  return { code, out, err }
}

describe('grove serve', () => {
  let data: string
  let server: ChildProcessWithoutNullStreams | undefined

  const serve = async (...args: string[]): Promise<string> => {
    server = grove(['serve', '--data', data, '--port', '0', ...args])
    for await (const line of createInterface({ input: server.stdout })) {
      const { msg, address } = JSON.parse(line) as { msg: string; address?: string }
      if (msg !== 'listening') continue
      // Whoever reads no more would stop it at a full pipe.
      server.stdout.resume()
      return address ?? ''
    }
    throw new Error(`it does not listen: ${await textOf(server.stderr)}`)
  }
  const post = async (address: string, route: string, body: object, token = ''): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    return (await fetch(address + API_PATH + route, { method: 'POST', headers, body: JSON.stringify(body) })).json()
  }

  const addAda = (): Promise<Ended> => ended(grove(['server', 'user', 'add', 'Ada', '--data', data], `${PASSWORD}\n`))
  /** Serves, and Ada gives it a space with one pack. */
  const serveOnePack = async (): Promise<{ token: string; client: SocketClient }> => {
    const address = await serve()
    const signIn = { user: 'ada', password: PASSWORD, deviceName: 'x' }
    const { token } = (await post(address, '/devices', signIn)) as { token: string }
    await post(address, '/spaces', { id: SPACE, keyId: null, label: null }, token)
    const client = await SocketClient.open(address)
    await client.hello(token)
    await client.attach(SPACE)
    expect(await client.push(SPACE, [testPack(1)])).toMatchObject({ kind: 'ack' })
    return { token, client }
  }

  beforeEach(async () => {
    data = path.join(await mkdtemp(path.join(tmpdir(), 'grove-serve-')), 'data')
  })
  afterEach(async () => {
    server?.kill('SIGKILL')
    await rm(path.dirname(data), { recursive: true })
  })

  it('[SV18, SV19, SV23] serves, ends with 0 when told to, keeps what it acknowledged, also when it is killed', async () => {
    expect(await addAda()).toMatchObject({ code: 0, out: 'Ada can sign in now.\n' })
    expect((await stat(path.join(data, 'accounts.sqlite'))).mode & 0o077).toBe(0)

    const { token, client } = await serveOnePack()
    const stopped = once(server as ChildProcessWithoutNullStreams, 'exit')
    server?.kill('SIGTERM')
    expect(await client.next('error')).toMatchObject({ detail: { code: 'server-stopping' } })
    expect(await stopped).toEqual([0, null])

    const second = await SocketClient.open(await serve())
    await second.hello(token)
    expect(await second.attach(SPACE)).toMatchObject({ summary: { opCount: 1 } })
    expect(await second.push(SPACE, [testPack(2)])).toMatchObject({ kind: 'ack' })
    const killed = once(server as ChildProcessWithoutNullStreams, 'exit')
    server?.kill('SIGKILL')
    await killed

    const third = await SocketClient.open(await serve())
    await third.hello(token)
    expect(await third.attach(SPACE)).toMatchObject({ summary: { opCount: 2 } })
    third.webSocket.terminate()
  }, 60_000)

  it('[SV40] recovers a damaged log in a thread of its own, and what could be read of it is there', async () => {
    await addAda()
    const { token } = await serveOnePack()
    const stopped = once(server as ChildProcessWithoutNullStreams, 'exit')
    server?.kill('SIGTERM')
    await stopped

    const file = await open(new ServerFolder(data).database(SPACE), 'r+')
    await file.write('XXXX', 0)
    await file.close()
    const second = await SocketClient.open(await serve())
    await second.hello(token)
    expect(await second.attach(SPACE)).toMatchObject({ summary: { opCount: 1 } })
    second.webSocket.terminate()
    expect(existsSync(path.join(new ServerFolder(data).space(SPACE), 'damaged-1.sqlite'))).toBe(true)
  }, 60_000)

  it('[SV23] [CL10] [CL11] says how to add the first person, and one sentence when it cannot serve', async () => {
    await serve()
    expect((await once(server?.stderr as NodeJS.ReadableStream, 'data')).toString()).toContain(
      `grove server user add NAME --data ${data}`,
    )
    const second = await ended(grove(['serve', '--data', data, '--port', '0']))
    expect(second.code).toBe(1)
    expect(second.err).toContain('Another Grove is using')
    const nowhere = await ended(grove(['serve', '--data', '/proc/grove/data', '--port', '0']))
    expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining('no folder can be made there') as string })
    const half = await ended(grove(['serve', '--data', `${data}2`, '--tls-cert', 'x.pem']))
    expect(half).toMatchObject({ code: 1, err: expect.stringContaining('--tls-key') as string })
    const [cert, key] = [path.join(path.dirname(data), 'cert.pem'), path.join(path.dirname(data), 'key.pem')]
    await writeFile(cert, TEST_CERTIFICATE.cert)
    await writeFile(key, 'no key')
    const bad = await ended(grove(['serve', '--data', `${data}2`, '--tls-cert', cert, '--tls-key', key]))
    expect(bad).toMatchObject({
      code: 1,
      err: expect.stringContaining(`${key} are no certificate and its key`) as string,
    })
  }, 60_000)
})
