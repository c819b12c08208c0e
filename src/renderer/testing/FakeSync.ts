import type {
  KeysState,
  LayerSummary,
  LinkLook,
  ServerSummary,
  SpaceSummary,
  SpaceSyncSummary,
} from '../../bridge/contract'
import { AppError } from '../../core/AppError'
import type { Answers } from './Answers'
import { FakeServer } from './FakeServer'
import { layerSummary } from './layerSummary'

/** The words of every kit here. */
export const KIT_WORDS: readonly string[] =
  'garden river stone maple winter candle orbit velvet harbor cotton ribbon tunnel meadow puzzle copper lantern breeze anchor pepper violin saddle thunder walnut zebra'.split(
    ' ',
  )

export interface FakeSyncHome {
  readonly now: () => number
  readonly spaces: () => readonly SpaceSummary[]
  readonly createSpace: (look: { name: string; color: string; icon: string }) => Promise<SpaceSummary>
  readonly changed: (what: { spaces?: readonly SpaceSyncSummary[]; servers?: readonly ServerSummary[] }) => void
}

/** The part of a home that keeps spaces elsewhere too: states are set by the test, requests change them as the home would. */
export class FakeSync {
  readonly server: FakeServer
  keys: KeysState = { kind: 'system', isLocked: false }
  /** What `links.look` says of any link that begins as one; a thrown AppError stands for a bad one. */
  lookAt: () => LinkLook
  /** The open space arrives on this machine as soon as this resolves. */
  arrival: Promise<void> = Promise.resolve()
  #servers: readonly ServerSummary[] = []
  readonly #bySpace = new Map<string, SpaceSyncSummary>()
  readonly #home: FakeSyncHome

  constructor(home: FakeSyncHome) {
    this.#home = home
    this.server = new FakeServer('https://grove.example.org', home.now)
    this.lookAt = () => ({
      server: this.server.url,
      spaceId: 'e'.repeat(32),
      spaceName: 'Orchard',
      role: 'editor',
      expiresAt: home.now() + 40 * 3_600_000,
      signedInAs: this.#servers.some((server) => server.isSignedIn) ? this.server.user : null,
      isHere: false,
    })
  }

  signIn(): void {
    this.setServers([{ url: this.server.url, user: this.server.user, isSignedIn: true, problem: null }])
  }

  setServers(servers: readonly ServerSummary[]): void {
    this.#servers = servers
    this.#home.changed({ servers })
  }

  set(spaceId: string, layers: readonly Partial<LayerSummary>[], rest: Partial<SpaceSyncSummary> = {}): void {
    const full = layers.map((layer) => layerSummary({ verifiedAt: this.#home.now() - 90_000, ...layer }))
    this.#bySpace.set(spaceId, { ...this.#of(spaceId), ...rest, layers: full })
    this.#home.changed({ spaces: [...this.#bySpace.values()] })
  }

  #of(spaceId: string): SpaceSyncSummary {
    return this.#bySpace.get(spaceId) ?? { spaceId, layers: [], hasKey: false, isKitChecked: false }
  }

  #change(spaceId: string, layerId: string, changes: Partial<LayerSummary>): null {
    const { layers } = this.#of(spaceId)
    this.set(
      spaceId,
      layers.map((layer) => (layer.layerId === layerId ? { ...layer, ...changes } : layer)),
    )
    return null
  }

  answers(): Answers {
    return {
      ...this.server.answers(),
      ...this.#serverAnswers(),
      ...this.#syncAnswers(),
      ...this.#kitAnswers(),
      ...this.#linkAnswers(),
    }
  }

  #serverAnswers(): Answers {
    return {
      'keys.state': () => this.keys,
      'servers.list': () => this.#servers,
      'servers.look': ({ url }) => ({ url: this.server.at(url).url, version: '0.1.0' }),
      'servers.signIn': ({ url, user, password }) => {
        this.server.at(url).checkPassword(user, password)
        this.signIn()
        return this.#servers[0]!
      },
      'servers.signOut': () => {
        this.setServers(this.#servers.map((server) => ({ ...server, isSignedIn: false })))
        return null
      },
      'servers.bring': async ({ spaceId, words }) => {
        const space = this.server.spaces.find((other) => other.id === spaceId)
        if (space?.needsKey && words?.trim() !== KIT_WORDS.join(' '))
          throw new AppError({ code: 'wrong-words', reason: 'the last word does not fit the others' })
        return this.#arrive(space?.name ?? 'Orchard', { toReceive: 1204 })
      },
    }
  }

  #syncAnswers(): Answers {
    return {
      'sync.state': () => [...this.#bySpace.values()],
      'sync.connect': ({ spaceId, url, encrypted }) => {
        this.set(spaceId, [
          ...this.#of(spaceId).layers,
          { place: url, layerId: `server:${url}`, isEncrypted: encrypted },
        ])
        return null
      },
      'sync.disconnect': ({ spaceId, layerId }) => {
        this.set(
          spaceId,
          this.#of(spaceId).layers.filter((layer) => layer.layerId !== layerId),
        )
        return null
      },
      'sync.now': () => null,
      'sync.verify': ({ spaceId, layerId }) => {
        this.#change(spaceId, layerId, { isVerified: true, verifiedAt: this.#home.now() })
        return { isEqual: true, sent: 0, received: 0 }
      },
      'sync.pause': ({ spaceId, layerId, isPaused }) =>
        this.#change(spaceId, layerId, { state: isPaused ? 'paused' : 'in-step' }),
      'sync.retryQuarantined': ({ spaceId, layerId }) => this.#change(spaceId, layerId, { quarantined: [] }),
      'sync.answerFuse': ({ spaceId, layerId }) => this.#change(spaceId, layerId, { fuse: null, state: 'in-step' }),
    }
  }

  #kitAnswers(): Answers {
    return {
      'kit.show': ({ spaceId }) => ({
        spaceId,
        spaceName: this.#home.spaces().find((space) => space.id === spaceId)?.name ?? '',
        words: KIT_WORDS,
        isChecked: this.#of(spaceId).isKitChecked,
        ask: [4, 16],
      }),
      'kit.check': ({ spaceId, words }) => {
        const isRight = words.every(({ index, word }) => KIT_WORDS[index] === word.trim().toLowerCase())
        if (isRight) this.set(spaceId, this.#of(spaceId).layers, { hasKey: true, isKitChecked: true })
        return { isRight }
      },
      'kit.enter': ({ spaceId, words }) => {
        if (words.trim() !== KIT_WORDS.join(' '))
          throw new AppError({ code: 'wrong-words', reason: '"gardn" is not a word of any kit' })
        this.set(
          spaceId,
          this.#of(spaceId).layers.map((layer) => ({ ...layer, error: null, state: 'in-step' as const })),
        )
        return null
      },
    }
  }

  #linkAnswers(): Answers {
    return {
      'links.look': ({ link }) => {
        if (!/^(grove:\/\/|https?:\/\/.+\/)join#.{6,}/.test(link))
          throw new AppError({ code: 'bad-link', reason: 'its end is missing' })
        return this.lookAt()
      },
      'links.join': async ({ account }) => {
        if (account && !account.isNew) this.server.checkPassword(account.user, account.password)
        if (account?.isNew && account.user === 'grace') throw new AppError({ code: 'name-taken', name: 'grace' })
        if (account?.isNew && account.password.length < 8) throw new AppError({ code: 'weak-password', minLength: 8 })
        return this.#arrive(this.lookAt().spaceName, { toReceive: 1204, role: this.lookAt().role })
      },
    }
  }

  async #arrive(name: string, layer: Partial<LayerSummary>): Promise<SpaceSummary> {
    await this.arrival
    const summary = await this.#home.createSpace({ name, color: 'orange', icon: '🍎' })
    this.set(summary.id, [{ ...layer, state: 'catching-up', isVerified: false, verifiedAt: null }], { hasKey: true })
    return summary
  }
}
