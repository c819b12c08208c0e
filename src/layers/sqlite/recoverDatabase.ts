import type Database from 'better-sqlite3'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ErrorDetail } from '../../core/AppError'
import { salvage } from './salvage'
import { syncFile } from './syncFile'

const COMPANIONS = ['-wal', '-shm']

/** Readies an empty file to be a space's database. */
type Make = (path: string) => Database.Database

/**
 * Puts a new database with all that can be read in the place of a damaged one, which is set aside under the first free name
 * beside it, `damaged-1.sqlite`. Until the new one is whole and on the disk the damaged one stays where it is, so a program
 * that ends in between has only done work for nothing. Returns what a person should know.
 */
export function recoverDatabase(path: string, reason: string, make: Make): ErrorDetail {
  const { mending, mended } = placesOf(path)
  for (const file of [mending, mended]) remove(file)
  const db = make(mending)
  let found: string
  try {
    const { kept, lost } = salvage(path, db)
    found = kept === 0 && lost === 0 ? 'nothing in it could be read' : `${kept} changes recovered, ${lost} not readable`
    db.exec('UPDATE log SET isClean = 1')
  } finally {
    db.close()
  }
  syncFile(mending)
  renameSync(mending, mended)
  const aside = setAside(path)
  renameSync(mended, path)
  return { code: 'damaged', path: aside, reason: `${reason}; ${found}` }
}

/** What a program that ended between the last steps left to do. */
export function finishRecovery(path: string): ErrorDetail | null {
  const { mended } = placesOf(path)
  if (existsSync(path) || !existsSync(mended)) return null
  const aside = newestAside(dirname(path))
  moveCompanions(path, aside)
  renameSync(mended, path)
  return { code: 'damaged', path: aside, reason: 'what could be read of it was recovered' }
}

function placesOf(path: string): { readonly mending: string; readonly mended: string } {
  const stem = join(dirname(path), basename(path, '.sqlite'))
  return { mending: `${stem}.mending.sqlite`, mended: `${stem}.mended.sqlite` }
}

function remove(file: string): void {
  for (const suffix of ['', ...COMPANIONS]) rmSync(file + suffix, { force: true })
}

function asideName(folder: string, number: number): string {
  return join(folder, `damaged-${number}.sqlite`)
}

function setAside(path: string): string {
  let number = 1
  while (existsSync(asideName(dirname(path), number))) number += 1
  const aside = asideName(dirname(path), number)
  renameSync(path, aside)
  moveCompanions(path, aside)
  return aside
}

/** A write-ahead log that stayed behind would be read into the file that comes next. */
function moveCompanions(path: string, aside: string): void {
  for (const suffix of COMPANIONS) if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
}

function newestAside(folder: string): string {
  const numbers = readdirSync(folder).flatMap((name) => /^damaged-(\d+)\.sqlite$/.exec(name)?.[1] ?? [])
  return asideName(folder, Math.max(1, ...numbers.map(Number)))
}
