#!/usr/bin/env node
// Takes the place of fpm, which electron-builder downloads to make Debian packages: electron-builder starts what
// CUSTOM_FPM_PATH names. Does what electron-builder asks of fpm for a deb, with dpkg-deb, and refuses all else.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const scripts = { '--after-install': 'postinst', '--after-remove': 'postrm' }
const fields = {
  '--name': 'Package',
  '--version': 'Version',
  '--architecture': 'Architecture',
  '--maintainer': 'Maintainer',
  '--vendor': 'Vendor',
  '--license': 'License',
  '--url': 'Homepage',
  '--category': 'Section',
  '--deb-priority': 'Priority',
  '-d': 'Depends',
  '--deb-recommends': 'Recommends',
}
const others = ['-s', '-t', '--description', '--package', '--deb-compression']
const known = new Set([...others, ...Object.keys(scripts), ...Object.keys(fields)])

/** @typedef {{ values: Map<string, string[]>, placements: [source: string, target: string][] }} Order */

/**
 * @param {readonly string[]} given
 * @returns {Order} options with all their values, and what goes where: a file, or the content of a folder
 */
function readOrder(given) {
  /** @type {Order} */
  const order = { values: new Map(), placements: [] }
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index] ?? ''
    if (argument === '--force') continue
    if (!argument.startsWith('-')) {
      const cut = argument.lastIndexOf('=')
      order.placements.push([argument.slice(0, cut), argument.slice(cut + 1)])
      continue
    }
    if (!known.has(argument)) throw new Error(`${argument} is not understood here: use fpm itself.`)
    index += 1
    order.values.set(argument, [...(order.values.get(argument) ?? []), given[index] ?? ''])
  }
  return order
}

/**
 * The one value of an option.
 *
 * @param {Order} order
 * @param {string} option
 */
function only({ values }, option) {
  const [value, ...more] = values.get(option) ?? []
  if (value === undefined || more.length > 0) throw new Error(`${option} is needed, once.`)
  return value
}

/**
 * The first line is the summary; an empty line in what follows is a dot.
 *
 * @param {string} text
 */
function describe(text) {
  const [summary = '', ...lines] = text.split('\n').map((line) => line.trim())
  return [summary, ...lines.map((line) => ` ${line || '.'}`)].join('\n')
}

/**
 * @param {Order} order
 * @param {string} root
 */
function controlFile(order, root) {
  const size = execFileSync('du', ['--summarize', '--apparent-size', '--block-size=1024', root], { encoding: 'utf8' })
  const lines = Object.entries(fields).flatMap(([option, field]) => {
    const values = order.values.get(option)
    return values ? [`${field}: ${values.join(', ')}`] : []
  })
  lines.push(`Installed-Size: ${size.split('\t')[0]}`, `Description: ${describe(only(order, '--description'))}`)
  return `${lines.join('\n')}\n`
}

/**
 * @param {Order} order
 * @param {string} root
 */
function makeDeb(order, root) {
  for (const [source, target] of order.placements) {
    const place = path.join(root, target)
    mkdirSync(path.dirname(place), { recursive: true })
    if (source.endsWith('/')) execFileSync('cp', ['--archive', '--link', source, place])
    else {
      cpSync(source, place)
      chmodSync(place, 0o644)
    }
  }
  const control = controlFile(order, root)
  mkdirSync(path.join(root, 'DEBIAN'))
  writeFileSync(path.join(root, 'DEBIAN/control'), control)
  for (const [option, name] of Object.entries(scripts)) {
    const file = path.join(root, 'DEBIAN', name)
    copyFileSync(only(order, option), file)
    chmodSync(file, 0o755)
  }
  const compression = only(order, '--deb-compression')
  const way = compression === 'gz' ? ['-Zgzip', '-z1'] : ['-Zxz', '--threads-max=2']
  execFileSync('dpkg-deb', ['--root-owner-group', ...way, '--build', root, only(order, '--package')])
}

const order = readOrder(process.argv.slice(2))
if (only(order, '-s') !== 'dir' || only(order, '-t') !== 'deb') throw new Error('Only Debian packages are made here.')
const parent = path.dirname(order.placements[0]?.[0] ?? tmpdir())
// Beside what is packed, on the same disk: files are linked, not copied.
const root = mkdtempSync(path.join(parent, 'deb-'))
try {
  chmodSync(root, 0o755)
  makeDeb(order, root)
} finally {
  rmSync(root, { recursive: true, force: true })
}
