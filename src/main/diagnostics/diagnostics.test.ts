import { globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import type { LayerSummary } from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import { CrashReports } from './CrashReports'
import type { DiagnosticsFacts } from './DiagnosticsFacts'
import { diagnosticsParts } from './diagnosticsParts'
import { programWords } from './programWords'
import { Redactor } from './Redactor'
import { zipBundle } from './zipBundle'

/** The program as its sources have it: what the built one is made of, without comments. */
const program = globSync('src/{main,home,layers,core,bridge}/**/*.ts')
  .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
  .map((file) => readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''))
  .join('\n')
const vocabulary = programWords(program)
const SPACE = '0123456789abcdef0123456789abcdef'

/** Fifty things of a person's that nobody else is to read. */
const SECRETS = [
  ...['Scheidung', 'Müller', 'Chemotherapie', 'Zwetschgenkuchen', 'Gehaltsliste', 'Bewerbung', 'Allergien', 'Tagebuch'],
  ...['Krötenwanderung', 'Fliederbusch', 'penicillin', 'mortgage', 'grandmother', 'whistleblower', 'pregnancy'],
  ...['Ада', 'Лавлейс', '日記', '診断書', 'اسرار', 'ελπίδα', 'Żółw', 'déménagement', 'señorita', 'kærlighed'],
  ...['hunter2-correct', 'sk-proj-4fK2nVbq81Zc0yTtLwPz', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
  ...['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N', 'AKIAIOSFODNN7EXAMPLE', 'xoxb-2048-secretive'],
  ...['https://notes.lovelace.example:8443/grove', 'nas.lovelace.lan', '192.168.178.42', 'fe80::1ff:fe23:4567:890a'],
  ...['ada.lovelace@analytical.example', 'lovelace', 'analytical', 'Küchenrechner', 'ada-laptop.fritz.box'],
  ...[
    '/home/lovelace/Steuer',
    '/media/lovelace/Sicherung',
    'C:\\Users\\Lovelace',
    '+49 170 12345678',
    'DE89370400440532013000',
  ],
  ...['zebra acid velvet garlic', 'fingerhut', 'Eibenweg', 'Passwort123', 'ffeeddccbbaa99887766554433221100'],
]

function layer(more: Partial<LayerSummary>): LayerSummary {
  return {
    ...{ layerId: 'server:https://notes.lovelace.example:8443/grove', kind: 'server', state: 'failing', role: 'owner' },
    ...{
      place: 'https://notes.lovelace.example:8443/grove',
      isVerified: false,
      verifiedAt: null,
      toSend: 3,
      toReceive: 0,
    },
    ...{ error: null, isEncrypted: true, olderPlace: null, quarantined: [], fuse: null },
    files: { toSend: 0, toReceive: 0, problem: null },
    ...more,
  }
}

function facts(): DiagnosticsFacts {
  const all = SECRETS.join(' ')
  const error = { code: 'server-error', server: 'https://notes.lovelace.example:8443/grove', reason: all } as const
  return {
    madeAt: 1_700_000_000_000,
    machine: { grove: '1.2.3', system: { platform: 'linux' } },
    settings: {
      theme: 'dark',
      spellCheck: true,
      lastSpaceId: SPACE,
      sidebarWidth: 260,
      userName: 'lovelace',
      looksForUpdates: true,
    },
    keys: { kind: 'passphrase', isLocked: false },
    spaces: [{ id: SPACE, name: 'Scheidung', color: 'red', icon: '🐸', problem: `${all}.`, canOpen: false }],
    databases: [
      {
        ...{ spaceId: SPACE, sizeBytes: 40960, files: { count: 2, sizeBytes: 99 } },
        look: {
          ...{ schemaVersion: 1, verdict: 'ok', logId: 'ffeeddccbbaa99887766554433221100', packs: 7, ops: 70 },
          ...{ fingerprint: '00ff', countedThrough: 7, trees: 3, nodes: 4, divergent: 0, secrets: 2 },
          cursors: [{ layerId: 'server:https://notes.lovelace.example:8443/grove', pulled: 5, pushed: 6 }],
        },
      },
      {
        ...{ spaceId: 'f'.repeat(32), sizeBytes: 0, files: { count: 0, sizeBytes: 0 } },
        look: { code: 'disk-error', path: '/home/lovelace/Steuer', reason: all },
      },
    ],
    sync: [
      {
        ...{ spaceId: SPACE, hasKey: true, isKitChecked: false },
        layers: [
          layer({ error, quarantined: [{ treeId: SPACE, documentName: 'Tagebuch', detail: error }] }),
          layer({ kind: 'backup', layerId: 'backup:/media/lovelace/Sicherung', place: '/media/lovelace/Sicherung' }),
        ],
      },
    ],
    servers: [{ url: 'https://notes.lovelace.example:8443/grove', user: 'lovelace', isSignedIn: true, problem: error }],
    crashes: [{ at: 1_700_000_000_000, sizeBytes: 5 }],
    logs: [
      {
        name: 'main.log',
        text: [
          ...SECRETS.map((secret) => `2026-01-02T03:04:05.678Z error request failed spaces.attach Error: "${secret}"`),
          ...SECRETS.map(
            (secret) => `2026-01-02T03:04:05.678Z warn ${secret} at /home/lovelace/${secret}/space.sqlite:${secret}`,
          ),
          `2026-01-02T03:04:05.678Z error AppError: database disk image is malformed at openSpace (/home/lovelace/x.cjs:12:5)`,
        ].join('\n'),
      },
    ],
    folders: new Map([
      ['/home/lovelace', '~'],
      ['ada-laptop', '<host>'],
    ]),
    vocabulary,
  }
}

describe('a diagnostics bundle', () => {
  it('[DI1] holds none of fifty titles, names, hosts, tokens and keys that stand in what it is made of', () => {
    expect(SECRETS).toHaveLength(50)
    const zip = unzipSync(zipBundle(diagnosticsParts(facts()), 1_700_000_000_000))
    const text = Object.entries(zip)
      .map(([name, bytes]) => `${name}\n${strFromU8(bytes)}`)
      .join('\n')
    expect(SECRETS.filter((secret) => text.toLowerCase().includes(secret.toLowerCase()))).toEqual([])
    // Nor one of their words.
    const words = SECRETS.flatMap((secret) => secret.match(/[\p{L}\p{N}]{5,}/gu) ?? []).filter(
      (word) => !vocabulary.has(word.toLowerCase()),
    )
    expect(words.length).toBeGreaterThan(50)
    expect(words.filter((word) => text.includes(word))).toEqual([])
    expect(text).not.toContain(SPACE)
  })

  it('[DI2] still says what happened, and which space and place it happened to', () => {
    const parts = new Map(diagnosticsParts(facts()).map(({ name, text }) => [name, text]))
    expect([...parts.keys()]).toEqual([
      ...['machine.json', 'settings.json', 'spaces.json', 'sync.json', 'crashes.json', 'log/main.log'],
    ])
    expect(parts.get('log/main.log')).toContain('error request failed spaces.attach Error: "')
    expect(parts.get('log/main.log')).toContain('database disk image is malformed at openSpace (~/')
    expect(JSON.parse(parts.get('spaces.json') ?? '')).toMatchObject({
      listed: [{ space: 'space-1', canOpen: false }],
      examined: [
        { space: 'space-1', check: 'ok', ops: 70, reached: [{ place: 'place-1', pulled: 5, pushed: 6 }] },
        { space: 'space-2', problem: { code: 'disk-error' } },
      ],
    })
    expect(JSON.parse(parts.get('sync.json') ?? '')).toMatchObject({
      servers: [{ place: 'place-1', isSignedIn: true, problem: { code: 'server-error' } }],
      spaces: [
        {
          space: 'space-1',
          layers: [
            { place: 'place-1', toSend: 3 },
            { place: 'place-2', kind: 'backup' },
          ],
        },
      ],
    })
    expect(JSON.parse(parts.get('settings.json') ?? '')).toEqual({
      ...{ theme: 'dark', spellCheck: true, sidebarWidth: 260, looksForUpdates: true, hasUserName: true },
      keys: { kind: 'passphrase', isLocked: false },
    })
  })
})

describe('the redactor', () => {
  const redactor = new Redactor({
    vocabulary,
    names: new Map([
      ['/home/ada', '~'],
      [SPACE, 'space-1'],
    ]),
  })

  it.each([
    ['2026-01-02T03:04:05.678Z error page gone crashed 5', '2026-01-02T03:04:05.678Z error page gone crashed 5'],
    [`info opened ${SPACE} in 12 ms`, 'info opened space-1 in 12 ms'],
    ['at SpaceCatalogue.hold (/home/ada/main/index.cjs:3:7)', 'at SpaceCatalogue.hold (~/main/index.cjs:3:7)'],
    ['GET https://lovelace.example/a?token=1 failed', '… failed'],
    ['mail ada@example.org', '… …'],
    ['connect 10.0.0.7:8443 refused', 'connect … refused'],
    ['call 004917012345678', '… …'],
    ['Electron 25.1.1, SQLite 3.50.2', 'Electron 25.1.1, SQLite 3.50.2'],
  ])('[DI1] %s', (given, expected) => {
    const shown = redactor.text(given)
    if (expected === '… failed') expect(shown).toMatch(/… failed$/)
    else if (given.startsWith('call') || given.startsWith('mail')) expect(shown).toMatch(/…$/)
    else expect(shown).toBe(expected)
    expect(shown).not.toMatch(/ada|lovelace|0049|10\.0/)
  })

  it('[DI1] takes no recovery word for a word of the program just because the list of them is in it', () => {
    const words = programWords('abandon\nability\nzebra\nopen\n const open = 1; openSpace(); error; error')
    expect(words.has('zebra')).toBe(false)
    expect(words.has('ability')).toBe(false)
    expect(words.has('open')).toBe(true)
    expect(words.has('error')).toBe(true)
  })

  it('[DI1] what Grove itself says is kept', () => {
    const { message } = new AppError({ code: 'server-stopping', retryAfterMs: 5 })
    expect(redactor.text(message)).toBe(message)
  })
})

describe('crash reports', () => {
  it('[DI4] are listed, the newest first; old ones and those beyond twenty are removed', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'grove-crashes-'))
    try {
      const day = 24 * 60 * 60
      await mkdir(path.join(folder, 'completed'))
      await writeFile(path.join(folder, 'settings.dat'), '')
      for (let number = 0; number < 25; number++) {
        const file = path.join(folder, 'completed', `${number}.dmp`)
        await writeFile(file, 'x'.repeat(number + 1))
        await utimes(file, 1_700_000_000 - number * 2 * day, 1_700_000_000 - number * 2 * day)
      }
      const reports = new CrashReports(folder)
      expect((await reports.list())[0]).toEqual({ at: 1_700_000_000_000, sizeBytes: 1 })
      await reports.prune(1_700_000_000_000)
      // Every second day, thirty days.
      expect(await reports.list()).toHaveLength(16)
      await reports.prune(1_700_000_000_000 + 400 * day * 1000)
      expect(await reports.list()).toEqual([])
      expect(await new CrashReports(path.join(folder, 'nowhere')).list()).toEqual([])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
