import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { launchGrove, type LaunchOptions, type RunningGrove } from '../harness'
import { WorkspaceView } from '../WorkspaceView'
import { StartView } from './StartView'
import { removeFolder } from '../removeFolder'

const electron = process.env['GROVE_ELECTRON_PATH'] ?? ''
const isRoot = process.platform === 'linux' && process.getuid?.() === 0
const NOBODY = 65534

/** Whether the machine has what a test needs; CI must have it, so that there a test fails rather than disappears. */
const canHave = (...programs: string[]): boolean =>
  process.platform === 'linux' && (process.env['CI'] === 'true' || programs.every(existsSync))
/** Becoming another user takes root; on a developer's machine Grove runs as an ordinary user in every test. */
const asNobody = isRoot && canHave('/usr/bin/setpriv') ? ['nobody'] : []
const withKeyring = canHave('/usr/bin/dbus-run-session', '/usr/bin/gnome-keyring-daemon') ? ['GNOME'] : []
const withWeston = canHave('/usr/bin/weston') ? ['weston'] : []

describe('a first start', () => {
  let folder: string
  let grove: RunningGrove | undefined

  const at = (...names: string[]): string => path.join(folder, ...names)
  const start = async (options: LaunchOptions = {}): Promise<RunningGrove> => {
    grove = await launchGrove({ userDataDir: at('profile'), ...options })
    return grove
  }
  /** A script that starts Electron in other surroundings. */
  const program = (name: string, ...lines: string[]): string => {
    writeFileSync(at(name), ['#!/bin/sh', 'set -e', ...lines, ''].join('\n'), { mode: 0o755 })
    return at(name)
  }
  /** Writes a page, quits, and finds it again. */
  const liveThrough = async (options: LaunchOptions = {}): Promise<void> => {
    const view = new WorkspaceView((await start(options)).window)
    await view.createSpace('Home')
    await view.createPage('First')
    await view.page.keyboard.type('works here')
    await view.saved()
    await grove?.close()
    const again = new WorkspaceView((await start(options)).window)
    await again.openPage('First')
    expect(await again.readText()).toBe('works here')
  }

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'grove-surroundings-'))
    chmodSync(folder, 0o755)
  })
  afterEach(async () => {
    await grove?.close()
    grove = undefined
    await removeFolder(folder)
  })

  it('[FI1] works without a graphics card', async () => {
    await liveThrough({ args: ['--disable-gpu'] })
  })

  it('[FI1] goes on when the graphics process ends again and again', async () => {
    const { app, window } = await start()
    const view = new WorkspaceView(window)
    await view.createSpace('Home')
    for (let round = 0; round < 2; round++) {
      await app.evaluate(
        ({ app: running }) =>
          new Promise<void>((resolve) => {
            running.once('child-process-gone', (_event, { type }) => {
              if (type === 'GPU') resolve()
            })
            const gpu = running.getAppMetrics().find(({ type }) => type === 'GPU')
            if (gpu) process.kill(gpu.pid, 'SIGSEGV')
            else resolve()
          }),
      )
      await view.createPage(`After ${round}`)
    }
    await view.saved()
  })

  it('[FI2] needs no network', async () => {
    await liveThrough({ args: ['--host-resolver-rules=MAP * ~NOTFOUND', '--proxy-server=127.0.0.1:9'] })
    expect(grove?.log.filter((line) => /net::ERR/.test(line))).toEqual([])
  })

  it.each([1.25, 2])('[FI3] is whole at a display scale of %d', async (scale) => {
    const { window } = await start({ args: [`--force-device-scale-factor=${scale}`] })
    const view = new WorkspaceView(window)
    await view.createSpace('Home')
    await view.createPage('Crisp')
    await view.saved()
    const seen = await window.evaluate(() => ({
      ratio: devicePixelRatio,
      isCut: document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight,
    }))
    expect(seen).toEqual({ ratio: scale, isCut: false })
    await window.keyboard.press('Control+,')
    const box = await window.getByRole('dialog', { name: 'Settings' }).boundingBox()
    const size = await window.evaluate(() => ({ width: innerWidth, height: innerHeight }))
    expect(
      box && box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height,
    ).toBe(true)
  })

  it('[FI4] without a key store says so, keeps keys behind a passphrase, and asks for it', async () => {
    const first = new WorkspaceView((await start()).window)
    await first.createSpace('Home')
    await first.page.keyboard.press('Control+,')
    await first.page.getByText('This system offers no key store').waitFor()
    await first.page.getByRole('button', { name: 'Set…' }).click()
    await first.page.getByLabel('Passphrase', { exact: true }).fill('copper lantern breeze')
    await first.page.getByLabel('The same again').fill('copper lantern breeze')
    await first.page.getByRole('button', { name: 'Set passphrase' }).click()
    await first.page.getByText('The passphrase is set.').waitFor()
    await grove?.close()
    const second = new WorkspaceView((await start()).window)
    await second.page.getByRole('button', { name: 'Enter passphrase…' }).click()
    await second.page.getByLabel('Passphrase', { exact: true }).fill('copper lantern breeze')
    await second.page.getByRole('button', { name: 'Unlock' }).click()
    await second.page.getByText('Unlocked. Syncing goes on.').waitFor()
  })

  it.each(withKeyring)('[FI4] with the key store of %s keeps secrets from one start to the next', async () => {
    mkdirSync(at('home'))
    const through = program(
      'keyring.sh',
      `export HOME='${at('home')}' XDG_DATA_HOME='${at('home/data')}' XDG_RUNTIME_DIR='${at('home')}'`,
      `exec dbus-run-session -- sh -c 'printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$0" "$@"' '${electron}' "$@"`,
    )
    const options = { program: through, args: ['--password-store=gnome-libsecret'] }
    const ask = (name: string, question?: unknown): Promise<unknown> =>
      grove!.window.evaluate(
        async ([asked, with_]) => {
          const answer = await (window.grove.request as (a: string, b?: unknown) => Promise<{ value?: unknown }>)(
            asked,
            with_,
          )
          return answer.value
        },
        [name, question] as const,
      )
    const view = new WorkspaceView((await start(options)).window)
    await view.createSpace('Home')
    expect(await ask('keys.state')).toEqual({ kind: 'system', isLocked: false })
    const [space] = (await ask('spaces.list')) as { id: string }[]
    await ask('secrets.set', { spaceId: space?.id, key: 'token', value: 'kept' })
    await grove?.close()
    const again = new WorkspaceView((await start(options)).window)
    await again.saveStatus.waitFor()
    expect(await ask('secrets.list', { spaceId: space?.id })).toMatchObject([{ key: 'token', value: 'kept' }])
  })

  it.each(withWeston)('[FI5] works on Wayland (%s), without an X server', async () => {
    const runtime = at('runtime')
    mkdirSync(runtime, { mode: 0o700 })
    const through = program(
      'wayland.sh',
      `export XDG_RUNTIME_DIR='${runtime}' WAYLAND_DISPLAY=grove-test XDG_SESSION_TYPE=wayland`,
      'weston --backend=x11-backend.so --no-config --socket=grove-test --idle-time=0 >/dev/null 2>&1 &',
      'weston=$!',
      `trap 'kill $weston' EXIT`,
      `while [ ! -S '${runtime}/grove-test' ]; do sleep 0.1; done`,
      `DISPLAY= '${electron}' "$@"`,
    )
    const { app, window } = await start({ program: through, args: ['--ozone-platform-hint=auto'] })
    expect(await app.evaluate(() => [process.env['DISPLAY'] ?? '', process.env['WAYLAND_DISPLAY']])).toEqual([
      '',
      'grove-test',
    ])
    // By the keyboard alone: a compositor that nobody looks at paints when it likes.
    await window.getByRole('textbox', { name: 'Name' }).fill('Home')
    await window.keyboard.press('Enter')
    await window.getByRole('navigation', { name: 'Space' }).waitFor()
    await window.keyboard.press('Control+n')
    await window.getByRole('textbox', { name: 'Title' }).fill('First')
    await window.keyboard.press('Enter')
    await window.keyboard.type('works here')
    await new WorkspaceView(window).saved()
    await window.getByText('works here').waitFor()
  })

  describe.each(asNobody)('as %s', () => {
    /** Of this user's own: what root has is not readable. */
    const become = async (): Promise<string> => {
      await cp(path.dirname(electron), at('electron'), { recursive: true, verbatimSymlinks: true })
      mkdirSync(at('home'))
      for (const own of ['home', 'profile']) {
        mkdirSync(at(own), { recursive: true })
        chownSync(at(own), NOBODY, NOBODY)
      }
      const display = process.env['XAUTHORITY']
      writeFileSync(at('home/Xauthority'), display === undefined ? '' : readFileSync(display))
      chownSync(at('home/Xauthority'), NOBODY, NOBODY)
      return program(
        'nobody.sh',
        `export HOME='${at('home')}' XDG_RUNTIME_DIR='${at('home')}'`,
        `unset XDG_CONFIG_HOME; export XAUTHORITY='${at('home/Xauthority')}'`,
        `exec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups '${at('electron', path.basename(electron))}' "$@"`,
      )
    }

    it('[FI6] runs in the sandbox of the operating system', async () => {
      const through = await become()
      await liveThrough({ program: through, isOrdinaryUser: true })
      const renderers = await grove!.app.evaluate(({ app }) =>
        app.getAppMetrics().map(({ type, sandboxed }) => ({ type, sandboxed })),
      )
      const pid = await grove!.app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
      )
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m)
      expect(renderers.length).toBeGreaterThan(0)
    })

    it('[DS3] a usual folder without permission is explained, where Chromium says nothing', async () => {
      const through = await become()
      chownSync(at('profile'), 0, 0)
      chmodSync(at('profile'), 0o555)
      const root = path.resolve(import.meta.dirname, '../../..')
      const started = spawn(through, [root, `--user-data-dir=${at('profile')}`], {
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      })
      const gone = new Promise((resolve) => started.once('exit', resolve))
      try {
        const said = new Promise<string>((resolve) => {
          let text = ''
          started.stderr.on('data', (chunk: Buffer) => {
            text += chunk.toString()
            if (text.includes('may not read and write')) resolve(text)
          })
          void gone.then(() => resolve(text))
        })
        expect(await said).toContain(`Your user may not read and write in ${at('profile')}`)
      } finally {
        if (started.exitCode === null) process.kill(-(started.pid ?? 0), 'SIGKILL')
        await gone
      }
    })

    it('[DS3] a data folder without permission is explained, and opens once there is', async () => {
      const through = await become()
      mkdirSync(at('data'), { mode: 0o555 })
      const { app, window } = await start({
        program: through,
        isOrdinaryUser: true,
        args: [`--data-dir=${at('data')}`],
      })
      const trouble = new StartView(app, window)
      expect(await trouble.title()).toBe('Grove may not use your data folder')
      chmodSync(at('data'), 0o777)
      const view = new WorkspaceView(await trouble.open('Try Again'))
      await view.createSpace('Home')
    })
  })
})
