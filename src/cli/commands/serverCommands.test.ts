import { Command } from 'commander'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeEnvironment } from '../../layers/runtime/nodeEnvironment'
import { Accounts } from '../../server/accounts/Accounts'
import { isPassword } from '../../server/accounts/passwordHash'
import { ServerFolder } from '../../server/ServerFolder'
import { addServerCommands } from './serverCommands'

describe('grove server', () => {
  let data: string
  let password: string
  let exitCode: number
  let umask: number

  const grove = async (...args: string[]): Promise<string> => {
    const results: string[] = []
    const terminal = {
      result: (text: string) => void results.push(text),
      progress: () => undefined,
      notice: () => undefined,
    }
    const program = new Command('grove').exitOverride().configureOutput({ writeErr: () => undefined })
    const setExitCode = (code: number): void => {
      exitCode = code
    }
    const askPassword = (): Promise<string> => Promise.resolve(password)
    addServerCommands(program, { environment: nodeEnvironment, terminal, setExitCode }, askPassword)
    await program.parseAsync(args, { from: 'user' })
    return results.join('\n')
  }
  const user = (...args: string[]): Promise<string> => grove('server', 'user', ...args, '--data', data)
  const withAccounts = async <T>(look: (accounts: Accounts) => T | Promise<T>): Promise<T> => {
    const accounts = Accounts.open(new ServerFolder(data).accounts, nodeEnvironment)
    try {
      return await look(accounts)
    } finally {
      accounts.close()
    }
  }

  beforeEach(async () => {
    umask = process.umask(0o022)
    data = path.join(await mkdtemp(path.join(tmpdir(), 'grove-server-cli-')), 'data')
    password = 'correct horse battery'
    exitCode = 0
  })
  afterEach(async () => {
    process.umask(umask)
    await rm(path.dirname(data), { recursive: true })
  })

  it('[SV23] adds a person with a password that is asked for', async () => {
    expect(await user('add', 'Ada')).toBe('Ada can sign in now.')
    const stored = await withAccounts((accounts) => accounts.users.find('ada')?.passwordHash ?? '')
    expect(await isPassword(password, stored)).toBe(true)
    await expect(user('add', 'ada')).rejects.toMatchObject({ detail: { code: 'name-taken' } })
    await expect(user('add', 'a/b')).rejects.toMatchObject({ detail: { code: 'bad-request' } })
    password = 'short'
    await expect(user('add', 'Bob')).rejects.toMatchObject({ detail: { code: 'weak-password' } })
    await expect(grove('server', 'user', 'add', 'Bob')).rejects.toMatchObject({ name: 'CommanderError' })
  })

  it('[CL10] looks after no server that is not there, and makes none of a mistyped folder', async () => {
    for (const asked of [['list'], ['passwd', 'Ada'], ['remove', 'Ada']]) {
      await expect(user(...asked)).rejects.toThrow(/no Grove server in this folder/)
    }
    expect(existsSync(data)).toBe(false)
  })

  it('[SV23] lists people, in text and as JSON', async () => {
    await withAccounts(() => undefined)
    expect(await user('list')).toBe('There is nobody yet.')
    await user('add', 'Ada')
    expect(await user('list')).toBe('Ada: 0 devices, 0 spaces, never seen')
    expect(JSON.parse(await user('list', '--json'))).toMatchObject([{ name: 'Ada', devices: 0 }])
  })

  it('[SV3] a new password signs out every device', async () => {
    await user('add', 'Ada')
    const { token } = await withAccounts((accounts) => accounts.devices.add(accounts.users.find('ada')?.id ?? 0, 'x'))
    password = 'another long one'
    await user('passwd', 'ada')
    await withAccounts(async (accounts) => {
      expect(() => accounts.devices.identify(token)).toThrow(/signed out/)
      expect(await isPassword(password, accounts.users.find('ada')?.passwordHash ?? '')).toBe(true)
    })
    await expect(user('passwd', 'Nobody')).rejects.toMatchObject({ detail: { code: 'bad-request' } })
  })

  it('[SV8] does not leave a space without an owner, unless it is asked to remove it, too', async () => {
    await user('add', 'Ada')
    const id = 'a'.repeat(32)
    await withAccounts((accounts) =>
      accounts.spaces.add({ id, keyId: null, label: null }, accounts.users.find('ada')?.id ?? 0, 0, 10),
    )
    await expect(user('remove', 'Ada')).rejects.toMatchObject({ detail: { code: 'bad-request' } })
    expect(await user('remove', 'Ada', '--with-spaces')).toBe('Ada is removed, with 1 space.')
    expect(await withAccounts((accounts) => [accounts.users.count, accounts.spaces.ids()])).toEqual([0, []])
  })

  it('[SV21] backs up and restores', async () => {
    await user('add', 'Ada')
    const backup = path.join(path.dirname(data), 'backup')
    expect(await grove('server', 'backup', backup, '--data', data)).toMatch(
      /^Backed up and checked: 1 person, 0 spaces, 0 parts of files/,
    )
    await user('remove', 'Ada')
    expect(await grove('server', 'restore', backup, '--data', data)).toMatch(
      /^Restored: 1 person[\s\S]*before-restore-1/,
    )
    expect(await user('list')).toMatch(/^Ada: /)
    expect(exitCode).toBe(0)
  })
})
