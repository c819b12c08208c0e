import { findProgram } from '../machine/findProgram'
import type { Need } from '../machine/MissingPart'

/** What is missing to look at packages on this Linux. */
export function packageNeeds(): readonly Need[] {
  const packageByProgram = { 'dpkg-deb': 'dpkg', 'desktop-file-validate': 'desktop-file-utils' }
  const missing = Object.entries(packageByProgram).filter(([program]) => findProgram(program) === undefined)
  if (missing.length === 0) return []
  const programs = missing.map(([program]) => program).join(', ')
  return [
    {
      what: `Packages are looked at with programs that are not here: ${programs}.`,
      packages: missing.map(([, name]) => name),
    },
  ]
}

/** What is missing to install a package into a clean Debian on this machine. Throws where no package would help. */
export function debianNeeds(): readonly Need[] {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('A Debian package is tested on Linux x64.')
  if (process.getuid?.() !== 0) {
    throw new Error('Only root may make a clean Debian and install into it: sudo npm run test:deb')
  }
  if (findProgram('debootstrap') !== undefined) return packageNeeds()
  return [{ what: 'A clean Debian is made with debootstrap, which is not here.', packages: ['debootstrap'] }]
}
