import { randomBytes } from 'node:crypto'
import { createReadStream, openSync, readSync, closeSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ServerProcess } from './ServerProcess'
import { SyncingMachine } from './SyncingMachine'
import { removeFolder } from '../removeFolder'

/** Fifty words that stand nowhere else on the machine. */
const WORDS = Array.from({ length: 50 }, (_, index) => `zq${index}-${randomBytes(6).toString('hex')}`)
const PART_BYTES = 16 * 1024 * 1024

let folder: string
let server: ServerProcess
let machine: SyncingMachine

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grove-sealed-'))
  server = new ServerProcess(path.join(folder, 'server'))
  const account = await server.addUser('anna')
  await server.start()
  machine = new SyncingMachine('desktop', path.join(folder, 'desktop'), randomBytes(32))
  const id = await machine.create()
  const space = await machine.open.space()
  for (const [index, word] of WORDS.entries()) {
    // In names, in texts, in properties and in secrets; as little of each as a person may write.
    if (index % 4 === 0) space.createPage(space.contentId, word)
    else if (index % 4 === 1) space.entries.createFolder(space.contentId, `A folder ${word}`)
    else if (index % 4 === 2) machine.open.secrets.set(word, word)
    else {
      space.createPage(space.contentId, 'Page', {
        write: ({ tree }) => {
          if (tree.root) tree.text(tree.root.id, 'body').getText('body').insert(0, `so it is ${word}`)
        },
      })
    }
  }
  await machine.open.flush()
  await machine.connect(server.url, account, id)
  await machine.until(({ isVerified }) => isVerified)
})

afterAll(async () => {
  await machine.close()
  await server.stop()
  await removeFolder(folder)
})

it('[SY21] nothing readable is in the folder of the server', async () => {
  expect(await foundInFolder(path.join(folder, 'server'))).toEqual([])
  // The search itself works: here, where it is not sealed, it finds them.
  expect((await foundInFolder(path.join(folder, 'desktop'))).length).toBeGreaterThan(30)
})

it('[SY21] nothing readable is in the memory of the server', () => {
  // Only Linux lets one process look into another this way.
  const found = process.platform === 'linux' ? foundInMemory(server.pid) : { bytes: 1, words: [] }
  expect(found.words).toEqual([])
  expect(found.bytes).toBeGreaterThan(0)
})

async function foundInFolder(root: string): Promise<string[]> {
  const found = new Set<string>()
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    let tail = Buffer.alloc(0)
    for await (const chunk of createReadStream(path.join(entry.parentPath, entry.name))) {
      const bytes = Buffer.concat([tail, chunk as Buffer])
      wordsIn(bytes).forEach((word) => found.add(word))
      tail = bytes.subarray(-40)
    }
  }
  return [...found]
}

function foundInMemory(pid: number): { bytes: number; words: string[] } {
  const found = new Set<string>()
  let bytes = 0
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const part = Buffer.alloc(PART_BYTES)
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const [, from = '0', to = '0'] = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line) ?? []
    for (let at = Number.parseInt(from, 16), end = Number.parseInt(to, 16); at < end; at += PART_BYTES - 64) {
      const read = readPart(memory, part, at, Math.min(PART_BYTES, end - at))
      bytes += read
      wordsIn(part.subarray(0, read)).forEach((word) => found.add(word))
    }
  }
  closeSync(memory)
  return { bytes, words: [...found] }
}

/** Regions that were reserved and never used cannot be read. */
function readPart(memory: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(memory, into, 0, length, at)
  } catch {
    return 0
  }
}

/** As UTF-8 and as JavaScript keeps text that is not Latin alone. */
function wordsIn(bytes: Buffer): string[] {
  return WORDS.filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')))
}
