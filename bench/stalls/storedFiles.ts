import Database from 'better-sqlite3'
import { closeSync, copyFileSync, openSync, statSync, writeSync } from 'node:fs'
import { checksum } from '../../src/core/persistence/hash'
import { LogDigest } from '../../src/core/persistence/LogDigest'
import { APPLICATION_ID, MIGRATIONS } from '../../src/layers/sqlite/schema'
import { longHistory } from './longHistory'

const PAGE_BYTES = 4096

/** A file of the format before this one, as its Grove left it: each pack a row. */
export function storeVersion1(path: string, spaceId: string, packs: number): void {
  const db = new Database(path)
  db.pragma('journal_mode = WAL')
  db.exec(MIGRATIONS[0] ?? '')
  db.exec('INSERT INTO outline VALUES (1, 0, NULL, NULL)')
  const author = db.prepare('INSERT INTO author VALUES (?, ?, ?)')
  const insert = db.prepare('INSERT INTO pack VALUES (?, ?, ?, ?, ?, ?)')
  const digest = new LogDigest()
  let [position, maxCounter, authors] = [0, 0, 0]
  for (const page of longHistory(packs)) {
    db.transaction(() => {
      author.run(++authors, page[0]?.treeId, page[0]?.peerId)
      for (const pack of page) {
        insert.run(++position, authors, pack.counter, pack.count, checksum(pack.body), pack.body)
        digest.add(pack)
        maxCounter = Math.max(maxCounter, pack.counter + pack.count - 1)
      }
    })()
  }
  db.exec('INSERT INTO packKey SELECT author, counter, count, position FROM pack')
  db.prepare('INSERT INTO log VALUES (1, ?, ?, ?, ?, ?, ?, 1)').run(
    ...[spaceId, 'f'.repeat(32), digest.opCount, digest.fingerprint, maxCounter, position],
  )
  db.pragma(`application_id = ${APPLICATION_ID}`)
  db.pragma('user_version = 1')
  db.close()
}

/** The same file after the disk has lost every tenth of its pages, and a crash. */
export function storeDamaged(from: string, to: string): void {
  copyFileSync(from, to)
  const db = new Database(to)
  db.exec('UPDATE log SET isClean = 0')
  db.close()
  const pages = Math.floor(statSync(to).size / PAGE_BYTES)
  const file = openSync(to, 'r+')
  for (let page = 50; page < pages; page += 10)
    writeSync(file, Buffer.alloc(PAGE_BYTES, 0xff), 0, PAGE_BYTES, page * PAGE_BYTES)
  closeSync(file)
}
