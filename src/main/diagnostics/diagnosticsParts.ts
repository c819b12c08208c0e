import type { DiagnosticsPart, LayerSummary } from '../../bridge/contract'
import type { ErrorDetail } from '../../core/AppError'
import type { DatabaseLook } from '../../layers/sqlite/lookAtDatabase'
import type { DiagnosticsFacts, ExaminedDatabase } from './DiagnosticsFacts'
import { Redactor } from './Redactor'

/**
 * The files of a bundle. Each field is named here on purpose: what is not, is not in it. Spaces and places have numbers
 * instead of names, the same in every file; free text goes through the redactor.
 */
export function diagnosticsParts(facts: DiagnosticsFacts): DiagnosticsPart[] {
  return new Parts(facts).all()
}

class Parts {
  readonly #spaces: ReadonlyMap<string, string>
  readonly #places: ReadonlyMap<string, string>
  readonly #redactor: Redactor

  constructor(readonly facts: DiagnosticsFacts) {
    const { spaces, databases, sync, servers, folders, vocabulary } = facts
    this.#spaces = numbered('space', [...spaces.map(({ id }) => id), ...databases.map(({ spaceId }) => spaceId)])
    const places = sync.flatMap(({ layers }) => layers.map(({ kind, place }) => `${kind}:${place}`))
    const cursors = databases.flatMap(({ look }) =>
      'cursors' in look ? look.cursors.map(({ layerId }) => layerId) : [],
    )
    const known = servers.map(({ url }) => `server:${url}`)
    this.#places = numbered('place', [...known, ...places, ...cursors])
    this.#redactor = new Redactor({ vocabulary, names: new Map([...folders, ...this.#spaces]) })
  }

  all(): DiagnosticsPart[] {
    const { machine, logs, madeAt } = this.facts
    return [
      part('machine.json', 'Versions of Grove and its parts, and the system it runs on.', {
        madeAt: new Date(madeAt).toISOString(),
        ...machine,
      }),
      part('settings.json', 'Your settings, without your name.', this.#settings()),
      part(
        'spaces.json',
        'Each space in numbers: how many pages, how large, whether its file is sound.',
        this.#spacesJson(),
      ),
      part(
        'sync.json',
        'Where each space is kept, how far it is, and what went wrong last. Without addresses.',
        this.#sync(),
      ),
      part(
        'crashes.json',
        'When Grove crashed, if it did. The reports themselves stay here.',
        this.facts.crashes.map(crash),
      ),
      ...logs.map(({ name, text }) => ({
        name: `log/${name}`,
        about: 'What Grove did and what failed. Words that are not Grove’s own are replaced by “…”.',
        text: this.#redactor.text(text),
      })),
    ]
  }

  #settings(): unknown {
    const { theme, spellCheck, sidebarWidth, looksForUpdates, userName } = this.facts.settings
    return { theme, spellCheck, sidebarWidth, looksForUpdates, hasUserName: userName !== '', keys: this.facts.keys }
  }

  #spacesJson(): unknown {
    const { spaces, databases } = this.facts
    return {
      listed: spaces.map(({ id, canOpen, problem }) => ({
        space: this.#spaces.get(id),
        canOpen,
        problem: problem === null ? null : this.#redactor.text(problem),
      })),
      examined: databases.map((database) => this.#database(database)),
    }
  }

  #database({ spaceId, sizeBytes, files, look }: ExaminedDatabase): unknown {
    return {
      space: this.#spaces.get(spaceId),
      sizeBytes,
      files,
      ...('code' in look ? this.#trouble(look) : this.#numbers(look)),
    }
  }

  #numbers({
    schemaVersion,
    verdict,
    packs,
    ops,
    fingerprint,
    countedThrough,
    trees,
    nodes,
    divergent,
    secrets,
    cursors,
  }: DatabaseLook): object {
    const reached = cursors.map(({ layerId, pulled, pushed }) => ({ place: this.#places.get(layerId), pulled, pushed }))
    const check = this.#redactor.text(verdict)
    return { schemaVersion, check, packs, ops, fingerprint, countedThrough, trees, nodes, divergent, secrets, reached }
  }

  #sync(): unknown {
    const { sync, servers } = this.facts
    return {
      servers: servers.map(({ url, isSignedIn, problem }) => ({
        place: this.#places.get(`server:${url}`),
        isSignedIn,
        isEncryptedConnection: url.startsWith('https:'),
        ...this.#trouble(problem),
      })),
      spaces: sync.map(({ spaceId, layers, hasKey, isKitChecked }) => ({
        space: this.#spaces.get(spaceId),
        hasKey,
        isKitChecked,
        layers: layers.map((layer) => this.#layer(layer)),
      })),
    }
  }

  #layer(layer: LayerSummary): unknown {
    const { kind, place, state, isVerified, verifiedAt, toSend, toReceive, role, isEncrypted, quarantined, fuse } =
      layer
    return {
      place: this.#places.get(`${kind}:${place}`),
      ...{ kind, state, isVerified, verifiedAt, toSend, toReceive, role, isEncrypted, fuse },
      quarantined: quarantined.map(({ detail }) => detail.code),
      files: { toSend: layer.files.toSend, toReceive: layer.files.toReceive, ...this.#trouble(layer.files.problem) },
      ...this.#trouble(layer.error),
    }
  }

  #trouble(detail: ErrorDetail | null): { readonly problem: unknown } {
    if (detail === null) return { problem: null }
    const reason = 'reason' in detail ? this.#redactor.text(detail.reason) : undefined
    return { problem: { code: detail.code, reason } }
  }
}

function part(name: string, about: string, content: unknown): DiagnosticsPart {
  return { name, about, text: `${JSON.stringify(content, null, 2)}\n` }
}

function crash({ at, sizeBytes }: DiagnosticsFacts['crashes'][number]): unknown {
  return { at: new Date(at).toISOString(), sizeBytes }
}

/** The first is `<what>-1`. */
function numbered(what: string, ids: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...new Set(ids)].map((id, index) => [id, `${what}-${index + 1}`]))
}
