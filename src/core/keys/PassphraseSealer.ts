import { argon2idAsync } from '@noble/hashes/argon2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { AppError } from '../AppError'
import type { Environment } from '../environment'
import { decodeBase64Url, encodeBase64Url } from './base64url'
import { SealingKey } from './SealingKey'

/** What trying one passphrase costs. */
export interface PassphraseCost {
  readonly memoryKiB: number
  readonly passes: number
  readonly lanes: number
}

/** RFC 9106's choice for machines without gigabytes to spare, well above OWASP's least. About a second. */
export const PASSPHRASE_COST: PassphraseCost = { memoryKiB: 64 * 1024, passes: 3, lanes: 4 }

const SALT_BYTES = 16
/** Time between two looks at other work. */
const SLICE_MS = 10
const LOCK = /^argon2id\$m=(\d{1,6}),t=(\d{1,2}),p=(\d)\$([\w-]{22})\$([\w-]{20,100})$/
/** A lock that asks for more was not made by us, and trying it would use up the machine. */
const MOST: PassphraseCost = { memoryKiB: 256 * 1024, passes: 16, lanes: 8 }

/** Seals bytes with a passphrase, where the system has no key store. */
export class PassphraseSealer {
  private constructor(
    /** To be kept beside what was sealed: says how the key comes from the passphrase, and whether it is the right one. */
    readonly lock: string,
    readonly key: SealingKey,
    readonly environment: Environment,
  ) {}

  /** With a salt of its own. Takes about a second, with room for others in between. */
  static async create(passphrase: string, environment: Environment, cost = PASSPHRASE_COST): Promise<PassphraseSealer> {
    const salt = environment.randomBytes(SALT_BYTES)
    const key = await keyOf(passphrase, salt, cost)
    const proof = key.sealAfresh('proof', new Uint8Array(), environment)
    const lock = `argon2id$m=${cost.memoryKiB},t=${cost.passes},p=${cost.lanes}$${encodeBase64Url(salt)}$${encodeBase64Url(proof)}`
    return new PassphraseSealer(lock, key, environment)
  }

  /** Rejects with AppError `wrong-passphrase`, and with `damaged` when the lock itself cannot be read. */
  static async open(passphrase: string, lock: string, environment: Environment): Promise<PassphraseSealer> {
    const { cost, salt, proof } = readLock(lock)
    const key = await keyOf(passphrase, salt, cost)
    if (!key.open('proof', proof)) throw new AppError({ code: 'wrong-passphrase' })
    return new PassphraseSealer(lock, key, environment)
  }

  seal(bytes: Uint8Array): Uint8Array {
    return this.key.sealAfresh('', bytes, this.environment)
  }

  /** Throws AppError `wrong-passphrase` for what was sealed with another one, or altered. */
  unseal(sealed: Uint8Array): Uint8Array {
    const bytes = this.key.open('', sealed)
    if (!bytes) throw new AppError({ code: 'wrong-passphrase' })
    return bytes
  }
}

async function keyOf(passphrase: string, salt: Uint8Array, cost: PassphraseCost): Promise<SealingKey> {
  // Composed letters: keyboards of different systems give different code points for one passphrase.
  const key = await argon2idAsync(utf8ToBytes(passphrase.normalize('NFKC')), salt, {
    m: cost.memoryKiB,
    t: cost.passes,
    p: cost.lanes,
    dkLen: 32,
    asyncTick: SLICE_MS,
  })
  return new SealingKey(key, 'passphrase')
}

function readLock(lock: string): { cost: PassphraseCost; salt: Uint8Array; proof: Uint8Array } {
  const [, m, t, p, salt = '', proof = ''] = LOCK.exec(lock) ?? []
  const cost = { memoryKiB: Number(m), passes: Number(t), lanes: Number(p) }
  const bytes = { salt: decodeBase64Url(salt), proof: decodeBase64Url(proof) }
  const isSane =
    cost.lanes >= 1 &&
    cost.lanes <= MOST.lanes &&
    cost.passes >= 1 &&
    cost.passes <= MOST.passes &&
    cost.memoryKiB >= 8 * cost.lanes &&
    cost.memoryKiB <= MOST.memoryKiB
  if (!isSane || bytes.salt?.byteLength !== SALT_BYTES || !bytes.proof) {
    throw new AppError({ code: 'damaged', path: 'keyring', reason: 'what opens it with a passphrase cannot be read' })
  }
  return { cost, salt: bytes.salt, proof: bytes.proof }
}
