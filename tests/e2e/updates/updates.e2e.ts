import Database from 'better-sqlite3'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileName, UpdateServer } from './UpdateServer'
import { nextVersion, UpdatingMachine } from './UpdatingMachine'

/** The one call that puts a new version in the place of the old. */
interface Fs {
  renameSync: (from: string, to: string) => void
}

describe('an update of an AppImage', () => {
  let server: UpdateServer
  let machine: UpdatingMachine
  const mounted: string[] = []

  beforeEach(async () => {
    server = await UpdateServer.start()
    machine = await UpdatingMachine.make(server)
  })
  afterEach(async () => {
    // Even while something still uses them.
    for (const place of mounted.splice(0)) execFileSync('umount', ['--lazy', place])
    await machine.remove()
    await server.stop()
  })

  it('[UP1] [UP5] [UP6] is found and fetched by itself, and installed when the person says so', async () => {
    const next = nextVersion('0.2.0')
    server.publish(next)
    const view = await machine.startWithPage('written before the update')
    await view.page.getByRole('button', { name: 'Update' }).click()
    const dialog = view.page.getByRole('dialog', { name: 'Updates' })
    await dialog.getByText('Grove 0.2.0 is here. It is installed when you restart Grove.').waitFor()
    expect(await dialog.getByRole('region', { name: 'Release notes' }).textContent()).toContain('<script>alert(1)')
    expect(machine.isOld).toBe(true)
    expect(server.asked[0]).toMatchObject({ path: '/latest-linux.yml', headers: { 'x-user-staging-id': 'none' } })

    await dialog.getByRole('button', { name: 'Restart to update' }).click()
    await machine.gone()
    expect(readFileSync(machine.appImage).equals(next.content)).toBe(true)
    expect(statSync(machine.appImage).mode & 0o111).toBe(0o111)
    await expect.poll(() => machine.startedWith, { timeout: 10_000 }).toContain(`--data-dir=${machine.data.root}`)
    expect(machine.files).toEqual(['Grove.AppImage', 'started'])
    const [id = ''] = await machine.data.spaceIds()
    const copy = path.join(machine.data.beforeUpdate, '0.1.0')
    const db = new Database(path.join(copy, 'spaces', id, 'space.sqlite'), { readonly: true })
    expect(db.prepare('SELECT count(*) AS n FROM pack').get()).not.toEqual({ n: 0 })
    db.close()
    expect(existsSync(path.join(copy, 'keyring.json')) || existsSync(path.join(copy, 'settings.json'))).toBe(true)
  })

  it('[UP6] a file that bears its version gets the name of the next one', async () => {
    await machine.remove()
    machine = await UpdatingMachine.make(server, fileName({ version: '0.1.0' }))
    server.publish(nextVersion('0.2.0'))
    const dialog = await machine.fetchUpdate(await machine.startWithPage('text'))
    await dialog.getByRole('button', { name: 'Restart to update' }).click()
    await machine.gone()
    await expect.poll(() => machine.startedWith, { timeout: 10_000 }).toBeDefined()
    expect(machine.files).toEqual([fileName({ version: '0.2.0' }), 'started'])
  })

  it('[UP7] a damaged download is thrown away and said, and the next one works', async () => {
    server.publish(nextVersion('0.2.0'))
    server.fault = { kind: 'damaged' }
    const view = await machine.startWithPage('text')
    const dialog = await machine.openUpdates(view)
    await dialog.getByRole('button', { name: 'Download' }).click()
    await dialog.getByText(/arrived damaged, or is not what was published.*untouched; download it again/).waitFor()
    expect(machine.isOld).toBe(true)
    server.fault = undefined
    await dialog.getByRole('button', { name: 'Download' }).click()
    await dialog.getByRole('button', { name: 'Restart to update' }).waitFor()
    expect(machine.isOld).toBe(true)
  })

  it('[UP7] a kill in the middle of the download leaves the old one, and the next start fetches again', async () => {
    server.publish(nextVersion('0.2.0'))
    const stalled = server.stalled(0.6)
    const view = await machine.startWithPage('kept')
    const dialog = await machine.openUpdates(view)
    await dialog.getByRole('button', { name: 'Download' }).click()
    await stalled
    await machine.kill()
    expect(machine.isOld).toBe(true)
    server.fault = undefined
    const again = await machine.start()
    await again.openPage('Diary')
    expect(await again.readText()).toBe('kept')
    await machine.fetchUpdate(again)
    expect(machine.isOld).toBe(true)
  })

  it.each(['before', 'after'] as const)(
    '[UP8] a kill right %s the new one takes its place leaves one that is whole',
    async (when) => {
      const next = nextVersion('0.2.0')
      server.publish(next)
      const dialog = await machine.fetchUpdate(await machine.startWithPage('kept'))
      await machine.grove?.app.evaluate((_electron, moment) => {
        const { mainModule } = process as unknown as { mainModule: { require(name: string): Fs } }
        const fs = mainModule.require('node:fs')
        const rename = fs.renameSync
        fs.renameSync = (from, to) => {
          if (moment === 'after') rename(from, to)
          process.kill(process.pid, 'SIGKILL')
        }
      }, when)
      await dialog.getByRole('button', { name: 'Restart to update' }).click()
      await machine.gone()
      expect(machine.startedWith).toBeUndefined()
      if (when === 'after') {
        expect(readFileSync(machine.appImage).equals(next.content)).toBe(true)
        return
      }
      expect(machine.isOld).toBe(true)
      const again = await machine.start()
      await again.openPage('Diary')
      expect(await again.readText()).toBe('kept')
      const told = await machine.openUpdates(again)
      await told.getByRole('button', { name: 'Download' }).click()
      await told.getByRole('button', { name: 'Restart to update' }).click()
      await machine.gone()
      await expect.poll(() => machine.startedWith, { timeout: 10_000 }).toBeDefined()
      expect(machine.files).toEqual(['Grove.AppImage', 'started'])
    },
  )

  it('[UP8] an install that was interrupted is told at the next start', async () => {
    await (await machine.startWithPage('text')).saved()
    await machine.close()
    const left = { checkedAt: null, installing: { from: '0.1.0', to: '0.2.0' } }
    writeFileSync(machine.data.updates, JSON.stringify(left))
    await server.stop()
    const view = await machine.start()
    await view.text.waitFor()
    const problem = await view.page.evaluate(async () => {
      const answer = await window.grove.request('updates.state', undefined)
      return answer.ok ? answer.value.problem : null
    })
    expect(problem).toEqual({ code: 'update-failed', version: '0.2.0', reason: 'it was interrupted' })
    await server.startAgain()
  })

  it('[UP9] a server that is away, speaks HTML or fails is told in a sentence, and nothing changes', async () => {
    const view = await machine.startWithPage('text')
    await server.stop()
    const dialog = await machine.openUpdates(view)
    await dialog.getByText('Grove could not reach the update server (nothing answers there). It tries again').waitFor()
    await server.startAgain()
    const check = dialog.getByRole('button', { name: 'Check for updates' })
    for (const [fault, sentence] of [
      [{ kind: 'sign-in page' }, /an answer that Grove does not understand.*sign-in page, sign in there/],
      [{ kind: 'error', status: 503 }, /could not reach the update server \(it answers 503\)/],
      [undefined, /could not reach the update server \(it has no versions for this system\)/],
    ] as const) {
      server.fault = fault
      await check.click()
      await dialog.getByText(sentence).waitFor()
    }
    server.publish(nextVersion('0.2.0'))
    await check.click()
    await dialog.getByText('Grove 0.2.0 is there.').waitFor()
    expect(await dialog.getByRole('alert').count()).toBe(0)
    expect(machine.isOld).toBe(true)
  })

  it('[UP10] a lower version is no update', async () => {
    server.publish(nextVersion('0.0.9'))
    const dialog = await machine.openUpdates(await machine.startWithPage('text'))
    await dialog.getByText('Grove 0.1.0 is the newest.').waitFor()
    expect(await dialog.getByRole('button', { name: 'Download' }).count()).toBe(0)
  })

  it('[UP4] a download can be cancelled, and begun again', async () => {
    server.publish(nextVersion('0.2.0'))
    const stalled = server.stalled(0.5)
    const dialog = await machine.openUpdates(await machine.startWithPage('text'))
    await dialog.getByRole('button', { name: 'Download' }).click()
    await stalled
    await dialog.getByRole('progressbar', { name: 'Download' }).waitFor()
    await dialog.getByRole('button', { name: 'Cancel download' }).click()
    await dialog.getByRole('button', { name: 'Download' }).waitFor()
    expect(await dialog.getByRole('alert').count()).toBe(0)
    server.fault = undefined
    await dialog.getByRole('button', { name: 'Download' }).click()
    await dialog.getByRole('button', { name: 'Restart to update' }).waitFor()
  })

  it('[UP6] without a copy of the data nothing is installed, and Grove goes on', async () => {
    server.publish(nextVersion('0.2.0'))
    const view = await machine.startWithPage('text')
    mkdirSync(machine.data.root, { recursive: true })
    writeFileSync(machine.data.beforeUpdate, 'a file is in the way')
    const dialog = await machine.fetchUpdate(view)
    await dialog.getByRole('button', { name: 'Restart to update' }).click()
    await dialog.getByText(/was not installed, because your data could not be copied first/).waitFor()
    expect(machine.isOld).toBe(true)
    await view.page.keyboard.press('Escape')
    await view.text.click()
    await view.page.keyboard.press('Control+End')
    await view.page.keyboard.type(' and more')
    await view.saved()
    expect(await view.readText()).toBe('text and more')
  })

  it.each(mountable())(
    '[UP6] a %s disk keeps the update from being installed, not Grove from going on',
    async (kind) => {
      const place = kind === 'full' ? machine.data.root : machine.apps
      if (kind === 'full') {
        mkdirSync(place, { recursive: true })
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', place])
        mounted.push(place)
      }
      server.publish(nextVersion('0.2.0'))
      const dialog = await machine.fetchUpdate(await machine.startWithPage('text'))
      if (kind === 'read-only') {
        execFileSync('mount', ['--bind', place, place])
        mounted.push(place)
        execFileSync('mount', ['-o', 'remount,bind,ro', place])
      }
      await dialog.getByRole('button', { name: 'Restart to update' }).click()
      const sentence =
        kind === 'full' ? /could not be copied first \(the disk is full\)/ : /may not replace .*Grove\.AppImage/
      await dialog.getByText(sentence).waitFor()
      expect(machine.isOld).toBe(true)
      await machine.close()
    },
  )
})

/** Disks of one's own take root with the right to mount. */
function mountable(): ('full' | 'read-only')[] {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  const capabilities = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return (BigInt(`0x${capabilities}`) & (1n << 21n)) !== 0n ? ['full', 'read-only'] : []
}
